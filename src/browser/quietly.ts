/** The same function, whose errors are nobody's: where a page has broken the platform under us its own error handlers hear nothing of it. */
export function quietly<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      work(...args);
    } catch {
      // What was to be done is done at the next opportunity, or not at all.
    }
  };
}
