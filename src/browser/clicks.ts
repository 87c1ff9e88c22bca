import { quietly } from './quietly.js';

/**
 * Calls back for each click on, or inside, an element that carries `data-aha-track`, also one that is added later or stands in an open
 * shadow root. `data-aha-prop-report-kind="sales"` becomes the property `report_kind`.
 *
 * @returns its undo.
 */
export function onTrackedClick(callback: (name: string, properties: Record<string, string>) => void): () => void {
  const listen = quietly((event: Event) => {
    const path = event.composedPath();
    const element = path.find(
      (target): target is HTMLElement => target instanceof Element && target.hasAttribute('data-aha-track'),
    );
    const name = element?.getAttribute('data-aha-track');
    if (!element || !name) return;
    // A click on a label brings a second one on its control: one of the two is enough.
    const label = path.find((target) => target instanceof HTMLLabelElement);
    if (label?.control && !path.includes(label.control) && element.contains(label.control)) return;
    const properties: Record<string, string> = {};
    for (const { name: attribute, value } of element.attributes) {
      const property = /^data-aha-prop-(.+)$/.exec(attribute)?.[1];
      if (property) properties[property.replaceAll('-', '_')] = value;
    }
    callback(name, properties);
  });
  // In the capture phase: a page that stops the event further down has still been clicked.
  document.addEventListener('click', listen, true);
  return () => document.removeEventListener('click', listen, true);
}
