/**
 * The parameters of a link as people write them: in the query or behind the hash, also of a route (`#/pricing?utm_source=…`), with a
 * second `?` or `&amp;` between, in upper case, encoded twice. Of two with the same name the first that has a value counts.
 *
 * @param links what stands behind the path, of one address after the other, in the order in which they count.
 */
export function linkParams(links: string): (name: string) => string | null {
  const params = new Map<string, string>();
  // The rest of `&amp;` and of `&#38;` ends with a semicolon. Another one is a value's, unless a name comes after it.
  const query = links.replace(/[?#]|;(?=[\w%-]+=)/g, '&').replace(/%25(?=[\da-f]{2})/gi, '%');
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.trim().toLowerCase();
    if (value && !params.has(key)) params.set(key, value.trim());
  }
  return (name) => params.get(name.toLowerCase()) ?? null;
}
