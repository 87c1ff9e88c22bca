const told = new WeakMap<Element, Set<string>>();

/** Tells the developer, once for each element, what of its settings is not used: code, value, remedy. The rest of the widget is shown. */
export function refuse(host: Element, code: string, value: unknown, remedy: string): void {
  const line = `ahaloop: <${host.localName}> ${code}: ${JSON.stringify(value ?? null).slice(0, 200)}; ${remedy}`;
  const lines = told.get(host) ?? new Set();
  told.set(host, lines);
  if (!lines.has(line)) console.error(line);
  lines.add(line);
}
