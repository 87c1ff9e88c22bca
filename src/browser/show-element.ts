/**
 * Shows an element of ours: the one that stands in the page for it, or a new one at the end of the page.
 *
 * @param attributes what tells it from others of its name comes first.
 */
export function showElement(name: string, attributes: Readonly<Record<string, string>>): void {
  const [[attribute, value] = ['', '']] = Object.entries(attributes);
  const there = [...document.getElementsByTagName(name)].find((one) => one.getAttribute(attribute) === value);
  const element = there ?? document.createElement(name);
  for (const [key, text] of Object.entries(attributes)) element.setAttribute(key, text);
  element.removeAttribute('hidden');
  if (!there) document.body.append(element);
}
