import type { BatchReply } from '../../src/wire/batch.js';

/**
 * Sends events to a running collector.
 *
 * @returns the reply, or null where there was none or an error: then nothing was acknowledged.
 */
export async function postBatch(
  url: string,
  events: readonly unknown[],
  writeKey = 'test-key',
): Promise<BatchReply | null> {
  try {
    const response = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ batch: events, writeKey }),
    });
    return response.ok ? ((await response.json()) as BatchReply) : null;
  } catch {
    return null;
  }
}
