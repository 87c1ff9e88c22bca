import { randomUUID } from 'node:crypto';

/** A time-ordered id (RFC 9562, version 7) for an event whose sender gave it none. */
export function uuidV7(atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
