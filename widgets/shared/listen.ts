/**
 * Listens until its undo is called. Without an options object: what a page puts on `Object.prototype` would be taken for an option.
 */
export function listen(
  target: EventTarget | null | undefined,
  type: string,
  listener: (event: never) => void,
): () => void {
  const heard = listener as EventListener;
  target?.addEventListener(type, heard, false);
  return () => target?.removeEventListener(type, heard, false);
}
