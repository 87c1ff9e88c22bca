/**
 * Faults 4, 39 and 45 that take half a minute each: played at the same time.
 */
import { expect } from 'vitest';
import { fault } from './fault.js';
import { QUEUE_NAME } from './scene.js';
import { waitUntil } from './wait-until.js';

fault(
  4,
  'a server that never answers has one request at a time, which is given up after 30 seconds',
  { waits: true },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    collector.next({ type: 'hang' });
    await track(page, 30);
    await waitUntil('the request is under way', () => collector.requests.length === 1);
    const receipts = await track(page, 100);
    expect(receipts.every(({ durable }) => durable)).toBe(true);
    // Seen by the next request: Chromium leaves the connection of a keepalive request open when it is aborted.
    await waitUntil('another one comes', () => collector.requests.length > 1, 45_000);
    const [hung, next] = collector.requests;
    expect(next!.atMs - hung!.atMs).toBeGreaterThan(25_000);
    expect(next!.atMs - hung!.atMs).toBeLessThan(40_000);
    await delivered();
  },
);

fault(
  39,
  'a tab that is frozen in the middle of an upload does not stop the others',
  { engines: ['chromium', 'webkit'], repeated: 30, waits: true },
  async ({ open, track, collector, delivered }) => {
    const frozen = await open();
    collector.next({ type: 'hang' });
    await track(frozen, 30);
    await waitUntil('the upload is under way', () => collector.requests.length === 1);
    const page = await open();
    await frozen.freeze();
    await track(page, 30);
    await delivered({ withinMs: 60_000 });
  },
);

fault(
  45,
  'a page that holds the lock and never lets go does not stop the others for longer than 30 seconds',
  { waits: true },
  async ({ open, visit, track, delivered }) => {
    const holder = await visit('/plain');
    await holder.evaluate(
      (name) =>
        new Promise<void>((resolve) => {
          void navigator.locks.request(name, () => {
            resolve();
            return new Promise(() => {});
          });
        }),
      QUEUE_NAME,
    );
    const page = await open();
    await track(page, 30);
    await delivered({ withinMs: 45_000 });
  },
);
