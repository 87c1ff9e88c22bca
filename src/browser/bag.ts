// Taken at load: the page may replace them later.
const { assign, create } = Object;

/** An options object without a prototype: what a page puts on `Object.prototype` is not taken for an option. */
export function bag<T extends object>(options: T): T {
  return assign(create(null) as T, options);
}
