/**
 * Calls back when a single-page application has gone to another address: its path or query, not its hash. By the Navigation API, and where there
 * is none by `popstate` alone: nothing of the page's is patched.
 */
export function onRoute(callback: () => void): void {
  const address = (): string => location.pathname + location.search;
  let last = address();
  const check = (): void => {
    if (address() === last) return;
    last = address();
    callback();
  };
  const { navigation } = globalThis as { navigation?: EventTarget };
  (navigation ?? globalThis).addEventListener(navigation ? 'navigatesuccess' : 'popstate', check);
}
