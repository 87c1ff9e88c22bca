import { makeLine, openLine, type Line } from '../../src/core/line.js';

/** The id of the n-th event. */
export const eventId = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The line of the n-th event, with this behind its id. */
export const lineWith = (n: number, rest: string): Line => makeLine(`${openLine(eventId(n))},${rest}}`);

/** The line of the n-th event, of at least so many bytes. */
export const eventLine = (n: number, bytes = 0): Line => lineWith(n, `"x":"${'x'.repeat(Math.max(0, bytes - 60))}"`);

/** The lines of the events from `from` to `to`, both included. */
export const eventLines = (from: number, to: number, bytes = 0): Line[] =>
  Array.from({ length: to - from + 1 }, (_, i) => eventLine(from + i, bytes));
