import { randomUUID } from 'node:crypto';

/** A track event that is accepted, with what a test cares about. */
export function sampleEvent(part: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: 'track',
    event: 'Report Created',
    messageId: randomUUID(),
    userId: 'u1',
    timestamp: '2026-11-20T10:00:00.000Z',
    ...part,
  };
}
