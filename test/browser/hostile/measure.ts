/**
 * How a widget looks, seen from inside the page: run there, so it sees nothing but its arguments and the page.
 */

/** Of each element in the widget: what it is, how large, where in its card, and the styles that a page could have changed. */
export function measure(selector: string): string[] {
  const root = document.querySelector(selector)!.shadowRoot!;
  const card = root.querySelector('.card')!.getBoundingClientRect();
  const styles = [
    ...['display', 'visibility', 'color', 'background-color', 'font-family', 'font-size', 'font-weight', 'line-height'],
    ...[
      'letter-spacing',
      'text-transform',
      'text-align',
      'direction',
      'border-top-width',
      'border-top-style',
      'padding-top',
    ],
    ...['margin-top', 'cursor', 'pointer-events', 'white-space', 'animation-name', 'box-shadow', 'user-select'],
  ];
  return [...root.querySelectorAll('*')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    // What is not rendered is nowhere.
    const box = (element.getClientRects().length ? [left - card.left, top - card.top, width, height] : [])
      .map((px) => Math.round(px))
      .join(' ');
    const style = getComputedStyle(element);
    return `${element.localName}.${element.getAttribute('part') ?? ''} [${box}] ${styles.map((name) => style.getPropertyValue(name)).join('; ')}`;
  });
}

/** What of the page a widget could have changed: how its elements look, its style sheets, its globals, where its focus is, how far it is scrolled. */
export function hostLook(): string[] {
  const box = document.createElement('div');
  for (const name of ['h2', 'p', 'a', 'button', 'input', 'textarea', 'ul', 'table', 'dialog', 'progress']) {
    box.append(document.createElement(name));
  }
  document.body.append(box);
  const looks = [...box.children, document.body, document.documentElement].map((element) => {
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const own = element === document.body || element === document.documentElement;
    const names = ['display', 'color', 'background-color', 'font', 'margin', 'padding', 'overflow', 'position'];
    return [
      element.localName,
      own ? '' : `${width}×${height}`,
      ...names.map((name) => style.getPropertyValue(name)),
    ].join('; ');
  });
  box.remove();
  const attributes = [document.documentElement, document.body].map((element) =>
    [...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' '),
  );
  return [
    ...looks,
    ...attributes,
    `${document.styleSheets.length} style sheets, ${document.adoptedStyleSheets.length} adopted`,
    `focus on ${document.activeElement?.localName}, scrolled ${scrollX} ${scrollY}`,
    Object.getOwnPropertyNames(window)
      .filter((name) => /aha/i.test(name))
      .join(' '),
  ];
}
