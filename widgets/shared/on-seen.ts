/**
 * Calls back once, when at least half of the element is in the viewport. In a hidden or prerendered page nothing is rendered,
 * so nothing is seen.
 *
 * @returns its undo.
 */
export function onSeen(element: Element, seen: () => void): () => void {
  // Where nothing is laid out, as in jsdom, nothing is seen.
  if (!('IntersectionObserver' in globalThis)) return () => {};
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      seen();
    },
    { threshold: 0.5 },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
