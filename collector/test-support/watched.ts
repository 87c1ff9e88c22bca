/** A JSON value whose parts can be counted as they are read: a test of how far a function looks. */
export function watched(root: unknown): { readonly value: unknown; readonly reads: () => number } {
  let reads = 0;
  function watch(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get(target, key) {
        reads += 1;
        return watch(Reflect.get(target, key));
      },
    });
  }
  return { value: watch(root), reads: () => reads };
}
