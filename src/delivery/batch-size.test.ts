import { expect, test } from 'vitest';
import { FIRST_SIZE, stepBatchSize, type BatchSize } from './batch-size.js';

const size = (most: number, wary = false): BatchSize => ({ _most: most, _wary: wary });

test.each<[name: string, before: BatchSize, events: number, reason: string | null, tookMs: number, after: BatchSize]>([
  ['a timeout halves what was sent', size(250), 250, 'timeout', 30_000, size(125, true)],
  ['a network that breaks halves it as well', size(250), 40, 'network', 5_000, size(20, true)],
  ['so do the time limits of servers', size(250), 100, 'http-408', 30_000, size(50, true)],
  ['and those of gateways', size(250), 100, 'http-504', 60_000, size(50, true)],
  ['one event is the least', size(1), 1, 'timeout', 30_000, size(1, true)],
  ['what fails at once says little of the size', size(12), 12, 'network', 5, size(10, true)],
  ['and makes nothing larger', size(3), 3, 'network', 5, size(3, true)],
  ['a quick request doubles it', size(20), 20, null, 100, size(40)],
  ['up to a whole batch', size(200), 200, null, 100, size(250)],
  ['few events say nothing of more', size(100), 5, null, 100, size(100)],
  ['after a failure it grows by an eighth', size(16, true), 16, null, 100, size(18, true)],
  ['and not by a request that was not full', size(16, true), 5, null, 100, size(16, true)],
  ['a whole batch ends that', size(240, true), 240, null, 100, size(250)],
  ['a slow request keeps it', size(40), 40, null, 8_000, size(40)],
  ['a busy collector keeps it', size(100), 100, 'http-503', 100, size(100)],
  ['so does one that is not an acknowledgement', size(100), 100, 'not-an-acknowledgement', 100, size(100)],
])('%s', (_, before, events, reason, tookMs, after) => {
  expect(stepBatchSize(before, events, reason, tookMs)).toEqual(after);
});

test('500 events of 1 KB pass an uplink of 5 KB/s, and no request is given up', () => {
  let next = FIRST_SIZE;
  let requests = 0;
  for (let left = 500; left > 0;) {
    const events = Math.min(next._most, left);
    const tookMs = (events / 5) * 1000;
    expect(tookMs).toBeLessThan(30_000);
    next = stepBatchSize(next, events, null, tookMs);
    left -= events;
    requests++;
  }
  expect(requests).toBeLessThan(20);
});
