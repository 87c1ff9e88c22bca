import type { Locator } from 'playwright-core';

/** The shortest side of all these boxes, in px: how small the smallest target is. */
export const leastSide = (boxes: Locator): Promise<number> =>
  boxes.evaluateAll((all) =>
    Math.min(
      ...all.map((one) => {
        const { width, height } = one.getBoundingClientRect();
        return Math.min(width, height);
      }),
    ),
  );
