/** Stands in for the browser's, as happy-dom lays nothing out: all that is observed is seen, a moment later as in a browser. */
export class AllSeen {
  readonly #see: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
    this.#see = () => callback([{ isIntersecting: true }]);
  }
  observe(): void {
    this.#timer = setTimeout(this.#see);
  }
  disconnect(): void {
    clearTimeout(this.#timer);
  }
}

/** Nothing that is observed is ever seen. */
export class NothingSeen {
  readonly observe = () => {};
  readonly disconnect = () => {};
}
