/** An options object without a prototype: what a page puts on `Object.prototype` is not taken for an option. */
export function bag<T extends object>(options: T): T {
  return Object.assign(Object.create(null) as T, options);
}
