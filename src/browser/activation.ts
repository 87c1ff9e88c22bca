/** Whether the page is only rendered ahead of a visit that may never come. */
export function isPrerendering(): boolean {
  return (globalThis.document as { prerendering?: unknown } | undefined)?.prerendering === true;
}

/** Calls back once somebody visits the page: at once, unless it is rendered ahead. */
export function onActivation(callback: () => void): void {
  if (isPrerendering()) document.addEventListener('prerenderingchange', callback, false);
  else callback();
}
