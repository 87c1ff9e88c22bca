/**
 * What holds a survey back: a share of people that is asked, and a time on the page first.
 */
import { refuse } from '../shared/refuse.js';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `20s`, `2m`, `90d` or a number of seconds, in milliseconds; null for what is none. */
export function durationOf(value: unknown): number | null {
  const [, number, unit = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)([smhdw])?$/.exec(String(value)) ?? [];
  return number === undefined ? null : Number(number) * UNITS[unit]! * 1_000;
}

/** Whether so much time has gone since then; told to the developer where it is no time. */
export function isTimeAgain(host: Element, wait: unknown, sinceMs: number): boolean {
  const waitMs = durationOf(wait);
  if (waitMs === null)
    refuse(host, 'again-invalid', wait, 'give a number and a unit of s, m, h, d or w, such as "90d"');
  return waitMs !== null && Date.now() - sinceMs >= waitMs;
}

/**
 * Calls back when the person may be asked: not at all where they are not in the sample, and when they have looked at the page for
 * long enough. Only the time counts in which the page is visible.
 *
 * @param inSample whether the person is among so large a share of all.
 */
export function openGate(
  host: Element,
  { sample, minTime }: { readonly sample: unknown; readonly minTime: unknown },
  inSample: (share: number) => boolean,
  open: () => void,
): void {
  const share = typeof sample === 'string' && sample.trim() ? Number(sample) : (sample ?? 1);
  const isShare = typeof share === 'number' && share >= 0 && share <= 1;
  if (!isShare) refuse(host, 'sample-invalid', sample, 'give a share of people from 0 to 1');
  let leftMs = durationOf(minTime ?? 0);
  if (leftMs === null) refuse(host, 'min-time-invalid', minTime, 'give a number and a unit of s or m, such as "20s"');
  leftMs ??= 0;
  if (!isShare || !inSample(share)) return;
  const page = host.ownerDocument;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sinceMs = 0;
  const go = (): void => {
    if (timer !== undefined) {
      clearTimeout(timer);
      timer = undefined;
      leftMs! -= performance.now() - sinceMs;
    }
    if (page.visibilityState === 'hidden') return;
    sinceMs = performance.now();
    timer = setTimeout(
      () => {
        stop();
        open();
      },
      Math.max(0, leftMs!),
    );
  };
  const stop = (): void => {
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', go);
  };
  page.addEventListener('visibilitychange', go);
  go();
}
