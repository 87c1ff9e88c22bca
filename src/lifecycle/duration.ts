const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

export const DAY_MS = UNIT_MS.d;
/** Ten years: nothing in a lifecycle is longer. */
const MAX_MS = 3_660 * DAY_MS;

/** `90d` in milliseconds; null for what is no duration of more than nothing and at most ten years. */
export function durationMs(text: unknown): number | null {
  const [, number, unit] = /^(\d{1,9})([smhdw])$/.exec(typeof text === 'string' ? text : '') ?? [];
  const ms = Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return ms > 0 && ms <= MAX_MS ? ms : null;
}
