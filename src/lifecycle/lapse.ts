import { DAY_MS } from './duration.js';
import type { Play } from './lifecycle.js';

/** So long a play may be held back by all else, once its own `after` is over. */
const LAPSE_MS = 7 * DAY_MS;

/** When it is too late to do what an event has begun, epoch milliseconds: a question about something long past is out of place. */
export const lapsesAtMs = ({ afterMs }: Play, happenedMs: number): number => happenedMs + afterMs + LAPSE_MS;
