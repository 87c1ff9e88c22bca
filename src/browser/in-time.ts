/** What the work comes to; rejects with `late` where it has not come to anything in time. The work itself goes on. */
export function inTime<T>(
  work: Promise<T>,
  limitMs: number,
  after: (waitMs: number, callback: () => void) => () => void,
  late: Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancelTimer = after(limitMs, () => reject(late));
    work.then(resolve, reject).finally(cancelTimer);
  });
}
