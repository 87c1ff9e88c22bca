/** Names that are more than a text to show: handlers, looks, identity. */
const NO_SETTING = /^(on|style$|class$|id$|slot$|is$|hidden$|popover$|kind$|surface$)/;

/**
 * Puts an element of ours at the end of the page, its settings as attributes: texts and numbers, `lowLabel` as `low-label`. What
 * could run or change how the page looks is none.
 */
export function showElement(name: string, settings: Readonly<Record<string, unknown>>): void {
  const element = document.createElement(name);
  for (const [setting, value] of Object.entries(settings)) {
    const attribute = setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!/^[a-z][a-z-]*$/.test(attribute) || NO_SETTING.test(attribute)) continue;
    if (typeof value === 'string' || typeof value === 'number') element.setAttribute(attribute, `${value}`);
  }
  document.body.append(element);
}
