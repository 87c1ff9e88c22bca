import { say } from './switches.js';

const SHOWN = 40;
const STATES = { captured: '已捕获', stored: '已落盘', sent: '已送达', dropped: '已丢弃' };

/** Lists what Ahaloop has captured since the page was opened, and what became of it. */
export function showEvents(list, template) {
  if (!list) return;
  const rows = new Map();
  const add = (name) => {
    const row = template.content.cloneNode(true).firstElementChild;
    row.querySelector('.name').textContent = name;
    list.prepend(row);
    while (list.childElementCount > SHOWN) list.lastElementChild.remove();
    return row;
  };
  const show = (row, state) => {
    if (!row) return;
    row.querySelector('.dot').className = `dot ${state}`;
    say(row.querySelector('.state'), state, STATES[state]);
  };
  const hear = () => {
    for (const [state, { messageId, type, event, messageIds, reason, count }] of window.heard.splice(0)) {
      if (messageId) rows.set(messageId, add(event ?? type));
      if (reason) show(add(`${count} × ${reason}`), state);
      for (const id of messageIds ?? [messageId]) show(rows.get(id), state);
    }
  };
  window.addEventListener('heard', hear);
  hear();
}
