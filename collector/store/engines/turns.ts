/**
 * Lets at most so many hold a turn at a time; the others wait in the order they came.
 */
export interface Turns {
  /**
   * Resolves when it is the caller's turn, with the function that ends it (calling it again does nothing).
   * Rejects with the signal's reason when it is aborted before.
   */
  take(signal?: AbortSignal): Promise<() => void>;
}

export function createTurns(atATime: number): Turns {
  let taken = 0;
  const waiting: (() => void)[] = [];

  function end(): void {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  }

  function begin(): () => void {
    let over = false;
    return () => {
      if (!over) end();
      over = true;
    };
  }

  return {
    take(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        if (taken < atATime) {
          taken += 1;
          return resolve(begin());
        }
        const start = () => {
          signal?.removeEventListener('abort', leave);
          resolve(begin());
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(start), 1);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(start);
      });
    },
  };
}
