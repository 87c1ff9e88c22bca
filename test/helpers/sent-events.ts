import { gunzipSync } from 'node:zlib';
import type { Request } from 'playwright-core';

/** The events of a request for `/v1/batch`, each with its whole context; none of another request. */
export function sentEvents<Sent>(request: Request): Sent[] {
  const body = request.postDataBuffer();
  if (!body || new URL(request.url()).pathname !== '/v1/batch') return [];
  const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString('utf8');
  const { batch, context } = JSON.parse(text) as { batch: (Sent & { context?: object })[]; context?: object };
  return batch.map((event) => ({ ...event, context: { ...context, ...event.context } }));
}
