import type { WidgetPort } from '../../widgets/shared/port.js';

/** A client as far as widgets know one: it knows what it is given, and `kept` is what a browser keeps of the person. */
export function widgetPort(
  more: Partial<WidgetPort> = {},
  kept = new Map<string, string>(),
): { readonly port: WidgetPort; readonly kept: Map<string, string>; change(): void } {
  const callbacks = new Set<() => void>();
  const port: WidgetPort = {
    widget: () => null,
    facts: () => null,
    state: () => null,
    inSample: () => true,
    onChange: (callback) => (callbacks.add(callback), () => callbacks.delete(callback)),
    read: (key) => kept.get(key) ?? null,
    write: (key, text) => {
      if (text === null) kept.delete(key);
      else kept.set(key, text);
    },
    ...more,
  };
  return { port, kept, change: () => callbacks.forEach((callback) => callback()) };
}
