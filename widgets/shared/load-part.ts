const told = new Set<string>();

/**
 * What a widget loads, or does, when it is needed; null where that fails, which the developer is told once: nothing is thrown into the
 * page. Parts of an earlier build are gone when the collector has been upgraded under an open page.
 *
 * @param name of the element that needs it.
 */
export async function loadPart<Part>(name: string, load: () => Promise<Part>): Promise<Part | null> {
  try {
    return await load();
  } catch (error) {
    const line = `ahaloop: <${name}> widget-failed: ${String(error)}; reload the page`;
    if (!told.has(line)) console.error(line);
    told.add(line);
    return null;
  }
}
