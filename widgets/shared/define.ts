import { canShowWidgets } from '../../src/wire/can-show-widgets.js';

/**
 * Defines a custom element, once: where the name is taken, by another copy of this widget, that copy serves.
 * Does nothing where there are no custom elements, as on a server, and in an engine that is too old to show them.
 */
export function define(name: string, element: CustomElementConstructor): void {
  const { customElements: registry } = globalThis as { customElements?: CustomElementRegistry };
  if (registry && canShowWidgets() && !registry.get(name)) registry.define(name, element);
}
