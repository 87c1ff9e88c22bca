/**
 * Defines a custom element, once: where the name is taken, by another copy of this widget, that copy serves.
 * Does nothing where there are no custom elements, as on a server.
 */
export function define(name: string, element: CustomElementConstructor): void {
  const { customElements: registry } = globalThis as { customElements?: CustomElementRegistry };
  if (registry && !registry.get(name)) registry.define(name, element);
}
