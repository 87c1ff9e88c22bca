import { quietly } from './quietly.js';

/**
 * Calls back for each click on, or inside, an element that carries `data-aha-track`, also one that is added later or stands in an open
 * shadow root; of the middle button's clicks for those that open a link. `data-aha-prop-report-kind="sales"` becomes the property
 * `report_kind`.
 *
 * @returns its undo.
 */
export function onTrackedClick(callback: (name: string, properties: Record<string, string>) => void): () => void {
  // An element's own: the fields of a form stand in their place on the form, such as `<input name="getAttribute">`.
  const { getAttribute, getAttributeNames, matches, contains } = Element.prototype;
  const listen = quietly((event: Event) => {
    const path = event.composedPath().filter((target): target is Element => target instanceof Element);
    const find = (selector: string) => path.find((target) => matches.call(target, selector));
    const element = find('[data-aha-track]');
    const name = element && getAttribute.call(element, 'data-aha-track');
    const { button } = event as MouseEvent;
    if (!name || (button && !(button === 1 && find('a[href],area[href]')))) return;
    // A click on a label brings a second one on its control: one of the two is enough.
    const { control } = (find('label') ?? {}) as Partial<HTMLLabelElement>;
    if (control && !path.includes(control) && contains.call(element, control)) return;
    const properties: Record<string, string> = {};
    for (const attribute of getAttributeNames.call(element)) {
      const property = /^data-aha-prop-(.+)$/.exec(attribute)?.[1];
      if (property) properties[property.replaceAll('-', '_')] = getAttribute.call(element, attribute)!;
    }
    callback(name, properties);
  });
  // In the capture phase: a page that stops the event further down has still been clicked.
  const types = ['click', 'auxclick'];
  for (const type of types) addEventListener(type, listen, true);
  return () => types.forEach((type) => removeEventListener(type, listen, true));
}
