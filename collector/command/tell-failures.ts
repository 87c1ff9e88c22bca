import type { Log } from '../operate/log.js';
import { createRepeats } from '../http/repeats.js';

/**
 * Tells of failures in one line each: what failed, never what somebody sent or from where. The engine's messages quote
 * rows, so only their type is told. The same again within ten seconds is counted, and the count stands in its next line.
 */
export function tellFailures(log: Pick<Log, 'error'>, now: () => number = Date.now): (error: unknown) => void {
  const repeats = createRepeats({ everyMs: 10_000, maxKinds: 100, now });
  return (error) => {
    const { name, message, code, type } = error as { name?: string; message?: string; code?: unknown; type?: unknown };
    const reason = type === undefined ? message?.split('\n')[0]?.slice(0, 300) : type;
    const again = repeats.countOf(JSON.stringify([name, code, reason]));
    if (again === null) return;
    log.error({ failure: name, code, reason, ...(again > 0 && { again }) }, 'failure');
  };
}
