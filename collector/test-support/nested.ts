/** An object with so many objects inside one another, itself included. */
export function nested(levels: number): Record<string, unknown> {
  let inner: Record<string, unknown> = {};
  for (let level = 1; level < levels; level++) inner = { inner };
  return inner;
}
