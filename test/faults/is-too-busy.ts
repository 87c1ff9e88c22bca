import type { EnginePage } from '../helpers/engines/engine.js';

/** Whether the machine is too busy to tell what is slow: a few milliseconds of work take longer than 50 in one of forty tries. */
export const isTooBusy = (page: EnginePage): Promise<boolean> =>
  page.evaluate(async () => {
    let sum = 0;
    for (let time = 0; time < 40; time++) {
      const beforeMs = performance.now();
      for (let i = 0; i < 500_000; i++) sum += Math.sqrt(i);
      if (performance.now() - beforeMs > 50) return true;
      await new Promise((resolve) => setTimeout(resolve));
    }
    return Number.isNaN(sum);
  });
