import type { EventSurroundings } from '../ingest/check-event.js';
import { judgeClock } from '../ingest/sender-clock.js';

/** A request of a program with a right clock, with what a test cares about. */
export function sampleSurroundings(part: Partial<EventSurroundings> = {}): EventSurroundings {
  return {
    projectId: 'p',
    receivedAtMs: 0,
    clock: judgeClock(null, 0, []),
    browserAgent: null,
    isRobotAgent: () => false,
    context: {},
    integrations: {},
    ...part,
  };
}
