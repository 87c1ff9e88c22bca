const SHOWN = 40;

/** Lists what Ahaloop captures, and what becomes of it. Listeners may be added before its script has loaded. */
export function showEvents(list, template) {
  if (!list) return;
  const { ahaloop } = window;
  const rows = new Map();

  const add = (name, state) => {
    const row = template.content.cloneNode(true).firstElementChild;
    row.querySelector('.name').textContent = name;
    show(row, state);
    list.prepend(row);
    while (list.childElementCount > SHOWN) list.lastElementChild.remove();
    return row;
  };
  const show = (row, state) => {
    row.querySelector('.dot').className = `dot ${state}`;
    row.querySelector('.state').textContent = state;
  };
  const move = (state) => (detail) => {
    for (const id of detail.messageIds) if (rows.has(id)) show(rows.get(id), state);
  };

  ahaloop.on('captured', ({ messageId, type, event }) => rows.set(messageId, add(event ?? type, 'captured')));
  ahaloop.on('stored', move('stored'));
  ahaloop.on('sent', move('sent'));
  ahaloop.on('dropped', ({ reason, count }) => add(`${count} × ${reason}`, 'dropped'));
}
