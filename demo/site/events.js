import { say } from './switches.js';

const SHOWN = 40;
const STATES = {
  captured: { en: 'captured', zh: '已捕获', ar: 'التُقط' },
  stored: { en: 'stored', zh: '已落盘', ar: 'حُفظ' },
  sent: { en: 'sent', zh: '已送达', ar: 'أُرسل' },
  dropped: { en: 'dropped', zh: '已丢弃', ar: 'أُسقط' },
};

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
    say(row.querySelector('.state'), STATES[state]);
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
