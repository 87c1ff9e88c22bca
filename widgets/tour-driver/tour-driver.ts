/** The door for tours by driver.js, `ahaloop/widgets/tour-driver`: https://driverjs.com, which the page brings itself. */
import type { TourOutcome } from '../shared/events.js';
import type { TourAdapter } from '../shared/tours.js';

export { connectTours, type TourAdapter, type TourContext } from '../shared/tours.js';
export type { TourOutcome };

/** As much of a driver.js instance as is used. */
interface DriverLike {
  drive(): void;
  destroy(): void;
  isLastStep(): boolean;
}
interface Hooked {
  readonly driver: DriverLike;
  readonly state: { readonly activeIndex?: number };
}
interface HookedConfig {
  readonly steps?: readonly { readonly element?: unknown }[];
  readonly onDestroyStarted?: (element: never, step: never, hooked: Hooked) => void;
  readonly onDestroyed?: (element: never, step: never, hooked: Hooked) => void;
}

export interface DriverToursOptions {
  /** How long a tour's first element may take to come into the page, in milliseconds. Default: 5,000. */
  readonly waitMs?: number;
}

/**
 * Shows tours with driver.js.
 *
 * @param load gives driver.js's `driver` when a tour is first wanted: `async () => (await import('driver.js')).driver`.
 * @param tours a configuration of driver.js for each tour, or what gives one when it is wanted.
 * @returns the adapter. A tour is `done` when its last step was reached, `dismissed` when it was left before, and `failed` when there is
 *   no such tour, or its first element is not in the page in time. A step's own `waitForElement` is driver.js's.
 */
export function driverTours<Config extends object>(
  load: () => Promise<(config: Config) => DriverLike>,
  tours: Readonly<Record<string, Config | (() => Config | Promise<Config>)>>,
  { waitMs = 5_000 }: DriverToursOptions = {},
): TourAdapter {
  let running: DriverLike | null = null;
  return {
    async start(tour) {
      const given = Object.hasOwn(tours, tour) ? tours[tour]! : null;
      if (!given) return 'failed';
      const [driver, config] = await Promise.all([load(), typeof given === 'function' ? given() : given]);
      const { steps = [], onDestroyStarted, onDestroyed } = config as HookedConfig;
      if (!steps.length || !(await isThere(steps[0]!.element, waitMs))) return 'failed';
      running?.destroy(); // two at once would fight for the page
      return new Promise<TourOutcome>((settle) => {
        let atEnd = false;
        const instance = driver({
          ...config,
          // Only here does it know whether steps that are left out made this one the last.
          onDestroyStarted: (element: never, step: never, hooked: Hooked) => {
            atEnd = hooked.driver.isLastStep();
            if (onDestroyStarted) onDestroyStarted(element, step, hooked);
            else hooked.driver.destroy();
          },
          onDestroyed: (element: never, step: never, hooked: Hooked) => {
            if (running === instance) running = null;
            settle(atEnd || hooked.state.activeIndex === steps.length - 1 ? 'done' : 'dismissed');
            onDestroyed?.(element, step, hooked);
          },
        });
        running = instance;
        instance.drive();
      });
    },
  };
}

/** Whether a step's element is in the page, or comes into it in time: a page that is being routed to may still be on its way. */
function isThere(element: unknown, waitMs: number): Promise<boolean> {
  const found = (): boolean => {
    if (typeof element === 'string') return document.querySelector(element) !== null;
    return element === undefined || Boolean(typeof element === 'function' ? (element as () => unknown)() : element);
  };
  if (found()) return Promise.resolve(true);
  return new Promise((settle) => {
    const end = (there: boolean): void => {
      observer.disconnect();
      clearTimeout(timer);
      settle(there);
    };
    const observer = new MutationObserver(() => found() && end(true));
    const timer = setTimeout(() => end(false), waitMs);
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
}
