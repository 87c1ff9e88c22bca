import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { eventId, eventLines, lineWith } from '../../test/helpers/event-line.js';
import { manualClock } from '../../test/helpers/manual-clock.js';
import { makeLine, openLine, type Line } from '../core/line.js';
import type { Reply } from '../core/settle.js';
import { createEndpoint } from './endpoint.js';
import { createMemoryStore } from './memory-store.js';
import type { Election, QueueStore } from './ports.js';
import { makeRecords } from './records.js';
import { PAUSE_MS } from './upload-state.js';
import { createUploader, type UploaderPorts } from './uploader.js';

/** What a collector answers that has taken all of a batch. */
const acknowledgement = (lines: readonly Line[], more: object = {}): Reply => ({
  status: 200,
  retryAfter: null,
  text: JSON.stringify({ success: true, firstMessageId: lines[0]!.id, ...more }),
});
const ack = (): 'ack' => 'ack';
const answer = (status: number, retryAfter: string | null = null): Reply => ({ status, retryAfter, text: '' });

const refusal: Reply = { status: 400, retryAfter: null, text: '{"success":false}' };

/** What requests that outlive a page may carry together, in bytes. */
const ALLOWANCE = 60 * 1024;

/** An endpoint that has acknowledged batches before, and takes nothing beyond Segment's spec. */
const known = () => createEndpoint({ read: () => '', write: () => {} });

type Answer = Reply | 'ack';

/** The only tab there is. */
const alone: Election = { _elect: (work) => work(), _stepDown: () => {} };

/** An uploader over a real store, a manual clock and a collector that answers as told. */
function setUp(reply: (lines: readonly Line[]) => Answer | Promise<Answer> = ack, ports: Partial<UploaderPorts> = {}) {
  const clock = manualClock();
  const store: QueueStore = { ...createMemoryStore(), durable: true };
  const requests: { ids: string[]; leaving: boolean }[] = [];
  let allowance = ALLOWANCE;
  const sent: string[] = [];
  const dropped: { reason: string; count: number }[] = [];
  const paused: string[] = [];
  const uploader = createUploader({
    _clock: clock,
    _rules: { flushAt: 30, _flushBytes: 48 * 1024, flushAfterMs: 2000 },
    _post: async (lines, { _leaving: leaving, _onBegun: onBegun }) => {
      const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
      const outlives = bytes <= allowance;
      requests.push({ ids: lines.map(({ id }) => id), leaving });
      if (outlives) allowance -= bytes;
      onBegun(outlives);
      const came = await reply(lines);
      if (outlives) allowance += bytes;
      return came === 'ack' ? acknowledgement(lines) : came;
    },
    _allowance: () => allowance,
    endpoint: known(),
    _budget: { events: 20_000, bytes: 20 * 1024 * 1024, _ageMs: Infinity },
    election: alone,
    _onSent: (ids) => sent.push(...ids),
    onDrop: (reason, count) => dropped.push({ reason, count }),
    _onPause: (reason) => paused.push(reason),
    ...ports,
  });
  const put = async (lines: readonly Line[]): Promise<void> => {
    const records = makeRecords(lines);
    await store.add(records);
    uploader._stored(records, store);
  };
  return { clock, store, requests, sent, dropped, paused, uploader, put };
}

const ids = (from: number, to: number): string[] => eventLines(from, to).map(({ id }) => id);

test('uploads when enough events wait', async () => {
  const { clock, requests, put } = setUp();
  await put(eventLines(1, 29));
  await clock.advance(0);
  expect(requests).toHaveLength(0);
  await put(eventLines(30, 30));
  await clock.advance(0);
  expect(requests.map((request) => request.ids)).toEqual([ids(1, 30)]);
});

test('uploads when enough bytes wait', async () => {
  const { clock, requests, put } = setUp();
  await put(eventLines(1, 2, 25_000));
  await clock.advance(0);
  expect(requests).toHaveLength(1);
});

test('uploads when the oldest has waited two seconds', async () => {
  const { clock, requests, put, uploader } = setUp();
  await put(eventLines(1, 1));
  await clock.advance(1999);
  expect(requests).toHaveLength(0);
  await clock.advance(1);
  expect(requests).toHaveLength(1);
  expect(uploader.pending()).toBe(0);
  expect(clock.timers).toBe(0);
});

test('an answer goes at once', async () => {
  const { clock, requests, put, uploader } = setUp();
  uploader._hurry();
  await put(eventLines(1, 1));
  await clock.advance(0);
  expect(requests).toHaveLength(1);
});

test('removes an event only when the collector has answered for it', async () => {
  let release: (reply: Answer) => void = () => {};
  const { clock, store, put } = setUp(() => new Promise((resolve) => (release = resolve)));
  await put(eventLines(1, 30));
  await clock.advance(0);
  expect(await store.read(9)).toHaveLength(1);
  release(ack());
  await clock.advance(0);
  expect(await store.read(9)).toHaveLength(0);
});

test('keeps to 250 events and 480 KB a batch', async () => {
  const { requests, put, uploader } = setUp();
  await put(eventLines(1, 600));
  await put(eventLines(601, 640, 30_000));
  await uploader.flush();
  expect(requests.map((request) => request.ids.length)).toEqual([250, 250, 116, 16, 8]);
});

test('a failure is tried again after the backoff, with the same ids, and nothing is lost', async () => {
  let failures = 3;
  const { clock, requests, sent, put, uploader } = setUp(() => (failures-- > 0 ? answer(500) : ack()));
  await put(eventLines(1, 30));
  await clock.advance(0);
  expect(requests).toHaveLength(1);
  expect(uploader.pending()).toBe(30);
  // Full jitter at one half: 1 s, then 2 s, then 4 s.
  await clock.advance(999);
  expect(requests).toHaveLength(1);
  await clock.advance(1);
  expect(requests).toHaveLength(2);
  await clock.advance(6000);
  // The last time with a few first, for by then it was taken for dead.
  expect(requests.map((request) => request.ids.length)).toEqual([30, 30, 30, 10, 20]);
  expect(sent).toEqual(ids(1, 30));
});

test('Retry-After is waited for', async () => {
  let first = true;
  const { clock, requests, put } = setUp(() => {
    const reply = first ? answer(429, '60') : ack();
    first = false;
    return reply;
  });
  await put(eventLines(1, 30));
  await clock.advance(59_999);
  expect(requests).toHaveLength(1);
  await clock.advance(2000);
  expect(requests).toHaveLength(2);
});

test('a refused write key pauses and tells once per refusal; the events are kept', async () => {
  const { clock, requests, paused, put, uploader } = setUp(() => answer(401));
  await put(eventLines(1, 30));
  await clock.advance(PAUSE_MS);
  expect(requests).toHaveLength(1);
  expect(paused).toEqual(['http-401']);
  expect(uploader.pending()).toBe(30);
});

test('413 halves until it fits', async () => {
  const { sent, requests, put, uploader } = setUp((lines) => (lines.length > 10 ? answer(413) : ack()));
  await put(eventLines(1, 30));
  expect((await uploader.flush()).ok).toBe(true);
  expect(sent.sort()).toEqual(ids(1, 30));
  expect(requests.map((request) => request.ids.length)).toEqual([30, 15, 7, 8, 15, 7, 8]);
});

test('one poison event is found and dropped with its reason, its neighbours are stored', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 250 }), fc.nat(), async (size, seed) => {
      const poison = eventId(1 + (seed % size));
      const { sent, dropped, requests, put, uploader } = setUp((lines) =>
        lines.some(({ id }) => id === poison) ? refusal : ack(),
      );
      await put(eventLines(1, size));
      expect(await uploader.flush()).toEqual({ ok: true, sent: size - 1, pending: 0 });
      expect(sent.sort()).toEqual(ids(1, size).filter((id) => id !== poison));
      expect(dropped).toEqual([{ reason: 'http-400', count: 1 }]);
      expect(requests.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)) + 1);
    }),
  );
});

test('what something in between refuses is given up where its neighbours were taken', async () => {
  const { sent, dropped, put, uploader } = setUp((lines) =>
    lines.some(({ id }) => id === eventId(1)) ? answer(400) : ack(),
  );
  await put(eventLines(1, 40));
  expect(await uploader.flush()).toMatchObject({ ok: true, sent: 39 });
  expect(sent.sort()).toEqual(ids(2, 40));
  expect(dropped).toEqual([{ reason: 'http-400', count: 1 }]);
});

test('something in between that refuses everything costs nothing but a few requests', async () => {
  let broken = true;
  const { clock, requests, dropped, put, uploader } = setUp(() => (broken ? answer(400) : ack()));
  await put(eventLines(1, 250));
  expect(await uploader.flush()).toMatchObject({ ok: false, pending: 250, reason: 'http-400' });
  expect(requests.length).toBeLessThan(12);
  broken = false;
  await clock.advance(10_000);
  expect(uploader.pending()).toBe(0);
  expect(dropped).toEqual([]);
});

test('what is too old is given up once the collector has answered, and not before: a wrong clock lets no answer through', async () => {
  let status = 0;
  const { dropped, put, uploader } = setUp(() => answer(status), {
    _budget: { events: 1000, bytes: 1_000_000, _ageMs: 1000 },
    _clock: { ...manualClock(), now: () => Date.UTC(2027, 0) },
  });
  await put([makeLine(`${openLine('019b7780-0000-7000-8000-000000000001')}}`)]);
  await uploader.flush();
  expect(dropped).toEqual([]);
  status = 503;
  await uploader.flush();
  expect(dropped).toEqual([{ reason: 'queue-age', count: 1 }]);
});

test('a failure of our own is not repeated without a wait', async () => {
  let attempts = 0;
  const election: Election = {
    ...alone,
    _elect: () => {
      attempts++;
      throw new TypeError('the page has broken it');
    },
  };
  const { clock, put } = setUp(ack, { election });
  await put(eventLines(1, 30));
  await clock.advance(60_000);
  expect(attempts).toBeGreaterThan(2);
  expect(attempts).toBeLessThan(12);
});

test('what the collector rejects is told and not sent again', async () => {
  const { dropped, put, uploader, store } = setUp((lines) =>
    acknowledgement(lines, { accepted: 2, duplicates: 0, rejected: [{ index: 1 }] }),
  );
  await put(eventLines(1, 3));
  await uploader.flush();
  expect(dropped).toEqual([{ reason: 'rejected', count: 1 }]);
  expect(await store.read(9)).toEqual([]);
});

test('flush says why something still waits', async () => {
  const { put, uploader } = setUp(() => answer(503));
  await put(eventLines(1, 3));
  expect(await uploader.flush()).toEqual({ ok: false, sent: 0, pending: 3, reason: 'http-503' });
});

test('two flushes at once send nothing twice', async () => {
  const { requests, put, uploader } = setUp();
  await put(eventLines(1, 3));
  await Promise.all([uploader.flush(), uploader.flush()]);
  expect(requests.map((request) => request.ids)).toEqual([ids(1, 3)]);
});

test('while another tab uploads this one looks again after a second', async () => {
  let others = true;
  const { clock, requests, put } = setUp(ack, {
    election: { ...alone, _elect: (work) => (others ? Promise.resolve(null) : work()) },
  });
  await put(eventLines(1, 30));
  await clock.advance(0);
  expect(requests).toHaveLength(0);
  others = false;
  await clock.advance(1000);
  expect(requests).toHaveLength(1);
});

test('what earlier pages left waits as long as what is new, and is not sent by a page that leaves: those pages have sent it', async () => {
  const { clock, store, requests, uploader } = setUp();
  await store.add(makeRecords(eventLines(1, 300)));
  expect(await uploader._found(store)).toBe(true);
  expect(uploader.pending()).toBe(300);
  await clock.advance(1999);
  uploader._leave(() => [], true);
  expect(requests).toHaveLength(0);
  uploader._resume(false);
  await clock.advance(1);
  expect(requests.flatMap((request) => request.ids)).toEqual(ids(1, 300));
});

test('the network back makes an end of the wait', async () => {
  let down = true;
  const { clock, requests, put, uploader } = setUp(() => (down ? answer(503) : ack()));
  await put(eventLines(1, 30));
  await clock.advance(0);
  down = false;
  uploader._resume(true);
  await clock.advance(0);
  expect(requests).toHaveLength(2);
});

test('a wait that the collector has asked for is kept to, whatever the page does', async () => {
  const { clock, requests, put, uploader } = setUp(() => answer(429, '60'));
  await put(eventLines(1, 30));
  await clock.advance(0);
  uploader._resume(false);
  await put(eventLines(31, 60));
  uploader._leave(() => [], false);
  uploader._leave(() => [], true);
  await clock.advance(59_999);
  expect(requests).toHaveLength(1);
});

test('a dead collector is asked with a few events, ever more seldom, and not each time the page is looked at', async () => {
  let dead = true;
  const { clock, requests, put, uploader } = setUp(() => (dead ? answer(0) : ack()));
  await put(eventLines(1, 500));
  for (let minute = 0; minute < 60; minute++) {
    await clock.advance(60_000);
    for (let look = 0; look < 5; look++) {
      uploader._leave(() => [], false);
      uploader._resume(false);
      await clock.advance(0);
    }
  }
  // One probe for each minute's first look.
  expect(requests.length).toBeLessThan(70);
  expect(requests.slice(3).every((request) => request.ids.length === 10)).toBe(true);
  dead = false;
  await clock.advance(300_000);
  expect(uploader.pending()).toBe(0);
});

test('what is over the budget is given up, the oldest first and answers last, and is counted', async () => {
  const { clock, store, dropped, put, uploader } = setUp(() => answer(0), {
    _budget: { events: 60, bytes: 1_000_000, _ageMs: Infinity },
  });
  const orders = eventLines(1, 20).map((_, n) => lineWith(n + 1, '"type":"track","event":"Order Completed"'));
  await put(orders);
  for (let n = 21; n <= 81; n += 20) await put(eventLines(n, n + 19));
  await clock.advance(2000);
  const left = (await store.read(99)).flatMap(({ _lines: lines }) => lines.map(({ id }) => id));
  expect(left).toEqual([...ids(1, 20), ...ids(61, 100)]);
  expect(dropped).toEqual([{ reason: 'queue-full', count: 40 }]);
  expect(uploader.pending()).toBe(60);
});

test('two thousand more that wait are reason enough to look at the budget, upload or not', async () => {
  const { dropped, put, clock } = setUp(() => answer(429, '3600'), {
    _budget: { events: 1000, bytes: 10_000_000, _ageMs: Infinity },
  });
  await put(eventLines(1, 250));
  await clock.advance(0);
  for (let n = 251; n < 3000; n += 250) await put(eventLines(n, n + 249));
  await clock.advance(0);
  expect(dropped).toEqual([{ reason: 'queue-full', count: 1500 }]);
});

test('a disk that was cleared: what this page has of it is given back, what it has not is counted', async () => {
  const { store, dropped, put, uploader } = setUp(() => answer(0));
  await put(eventLines(1, 40));
  await put(eventLines(41, 80, 30_000));
  expect(uploader.lost(store)).toEqual([...eventLines(1, 40), ...eventLines(41, 72, 30_000)]);
  expect(dropped).toEqual([{ reason: 'storage-cleared', count: 8 }]);
  expect(uploader.pending()).toBe(0);
});

test('however many wait in a store, each is sent once', async () => {
  const { requests, put, uploader } = setUp();
  for (let n = 1; n <= 12_000; n += 250) await put(eventLines(n, n + 249));
  await uploader.flush();
  expect(requests.flatMap((request) => request.ids)).toEqual(ids(1, 12_000));
});

test('an event that is there twice is sent once', async () => {
  const { store, requests, put, uploader } = setUp();
  await put(eventLines(1, 3));
  await put(eventLines(2, 5));
  await uploader.flush();
  expect(requests.map((request) => request.ids)).toEqual([ids(1, 5)]);
  expect(await store.read(9)).toEqual([]);
});

test('a page that is left lets another tab in, and stops after the batch that is on its way', async () => {
  let release: (reply: Answer) => void = () => {};
  const stepDown = vi.fn();
  const { clock, store, requests, put, uploader } = setUp(() => new Promise((resolve) => (release = resolve)), {
    election: { ...alone, _stepDown: stepDown },
  });
  await put(eventLines(1, 40, 30_000));
  await clock.advance(0);
  uploader._leave(() => [], true);
  expect(stepDown).toHaveBeenCalledTimes(1);
  await clock.advance(0);
  const before = requests.length;
  const remove = vi.spyOn(store, 'remove');
  release(ack());
  await clock.advance(60_000);
  expect(requests).toHaveLength(before);
  expect(remove).not.toHaveBeenCalled();
});

test('a page that is back does not wait for the answer to what it sent when it was left', async () => {
  let lost = true;
  const { requests, put, uploader } = setUp(() => (lost ? new Promise(() => {}) : ack()));
  await put(eventLines(1, 3));
  uploader._leave(() => [], true);
  expect(requests).toHaveLength(1);
  lost = false;
  uploader._resume(false);
  expect(await uploader.flush()).toMatchObject({ ok: true, sent: 3 });
});

test('a page that is only hidden leaves it to the tab that is at it', async () => {
  const { clock, requests, put, uploader } = setUp(ack, {
    election: { ...alone, _elect: () => Promise.resolve(null) },
  });
  await put(eventLines(1, 3));
  uploader._leave(() => [], false);
  await clock.advance(0);
  expect(requests).toHaveLength(0);
});

test('a page that leaves sends what it owes, stored or not, within the keepalive allowance, and only once', async () => {
  const { clock, requests, put, uploader, store } = setUp();
  await put(eventLines(1, 2));
  uploader._leave(() => eventLines(3, 3), true);
  uploader._resume(false);
  await clock.advance(0);
  expect(requests).toEqual([{ ids: ids(1, 3), leaving: true }]);
  // The page was only hidden: what was acknowledged is removed, not sent again.
  await uploader.flush();
  expect(requests).toHaveLength(1);
  expect(await store.read(9)).toEqual([]);
});

test('a page that leaves sends as much as the keepalive allowance has room for', async () => {
  const { clock, requests, put, uploader } = setUp(() => new Promise(() => {}));
  await put(eventLines(1, 1, 29_000));
  uploader._leave(() => eventLines(2, 3, 29_000), true);
  await clock.advance(0);
  expect(requests.map((request) => request.ids)).toEqual([ids(1, 2)]);
  // What is on its way is not sent again.
  uploader._leave(() => eventLines(2, 3, 29_000), true);
  await clock.advance(0);
  expect(requests[1]!.ids).toEqual(ids(3, 3));
});

test('a store that cannot be read does not hold up another', async () => {
  const { requests, put, uploader } = setUp();
  await uploader._found({ ...createMemoryStore(), read: () => Promise.reject(new Error('UnknownError')) });
  await put(eventLines(1, 3));
  expect(await uploader.flush()).toMatchObject({ ok: false, sent: 3, reason: 'store: Error: UnknownError' });
  expect(requests).toHaveLength(1);
});

test('of a store that can no longer be read what this page has in memory is sent, once', async () => {
  const { clock, store, requests, put, uploader } = setUp();
  const { read } = store;
  store.read = () => Promise.reject(new Error('UnknownError'));
  await put(eventLines(1, 3));
  expect(await uploader.flush()).toMatchObject({ ok: false, sent: 3, pending: 0 });
  // Nothing is owed any more: it does not ask the store over and over.
  expect(clock.timers).toBe(0);
  await put(eventLines(4, 4));
  await clock.advance(2000);
  store.read = read;
  expect(await uploader.flush()).toMatchObject({ ok: true });
  expect(requests.map((request) => request.ids)).toEqual([ids(1, 3), ids(4, 4)]);
  expect(await store.read(9)).toEqual([]);
});

test('records that cannot be removed do not stand before the rest', async () => {
  const { store, sent, put, uploader } = setUp();
  store.remove = () => Promise.reject(new Error('QuotaExceededError'));
  for (let n = 1; n <= 250; n++) {
    const records = makeRecords(eventLines(n, n));
    await store.add(records);
  }
  await uploader._found(store);
  await put(eventLines(251, 251));
  expect(await uploader.flush()).toMatchObject({ ok: false, sent: 251 });
  expect(new Set(sent).size).toBe(251);
});

test('an acknowledged event whose removal failed is not sent again', async () => {
  const { store, requests, put, uploader } = setUp();
  const remove = store.remove;
  store.remove = () => Promise.reject(new Error('QuotaExceededError'));
  await put(eventLines(1, 3));
  expect((await uploader.flush()).ok).toBe(false);
  store.remove = remove;
  expect((await uploader.flush()).ok).toBe(true);
  expect(requests).toHaveLength(1);
});

test('whatever the collector answers, each event is acknowledged once or still waits', async () => {
  const outcomes = fc.array(fc.constantFrom(200, 200, 500, 503, 0, 413), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      outcomes,
      fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 5 }),
      async (script, sizes) => {
        const replies = [...script];
        const { sent, store, put, uploader, dropped } = setUp(() => {
          const status = replies.shift() ?? 200;
          return status === 200 ? ack() : answer(status);
        });
        let n = 0;
        for (const size of sizes) {
          await put(eventLines(n + 1, n + size));
          n += size;
          await uploader.flush();
        }
        const waiting = (await store.read(1000)).flatMap((record) => record._lines.map(({ id }) => id));
        const given = dropped.reduce((sum, { count }) => sum + count, 0);
        expect(new Set(sent).size).toBe(sent.length);
        // A record goes when all of it is settled: what was given up may be there still.
        const known = new Set([...sent, ...waiting]).size;
        expect(known).toBeLessThanOrEqual(n);
        expect(known + given).toBeGreaterThanOrEqual(n);
      },
    ),
  );
});

test('while events keep coming at a steady pace there are at most 50 requests for 1,000 of them', async () => {
  for (const paceMs of [0, 1, 5, 20, 50, 100, 150, 200]) {
    let clock = manualClock();
    // A reply takes a while, in which events come.
    const { requests, put, uploader, ...rest } = setUp(
      () => new Promise((resolve) => clock.after(30, () => resolve(ack()))),
    );
    clock = rest.clock;
    for (let n = 1; n <= 1000; n++) {
      await put(eventLines(n, n));
      await clock.advance(paceMs);
    }
    await clock.advance(60_000);
    expect(uploader.pending()).toBe(0);
    expect(requests.length, `one event each ${paceMs} ms`).toBeLessThanOrEqual(50);
  }
});

test('an endpoint that has not answered yet gets a few events first, and twice as many after each answer', async () => {
  const endpoint = createEndpoint({ read: () => null, write: () => {} });
  const { requests, put, uploader } = setUp(ack, { endpoint });
  await put(eventLines(1, 500));
  await uploader.flush();
  expect(requests.map((request) => request.ids.length)).toEqual([10, 20, 40, 80, 160, 190]);
});

test('over a network that lets only small requests through everything arrives, by halves', async () => {
  const most = 20;
  const { clock, requests, sent, put, uploader } = setUp((lines) =>
    lines.length > most ? { ...answer(0), reason: 'network' } : ack(),
  );
  await put(eventLines(1, 500));
  await clock.advance(600_000);
  expect(uploader.pending()).toBe(0);
  expect(sent.sort()).toEqual(ids(1, 500));
  const given = requests.map((request) => request.ids.length).filter((size) => size > most);
  expect(given.length).toBeLessThan(20);
});

test('of a record that was answered for in part what is left stays, and only that', async () => {
  let requests = 0;
  const { store, put, uploader } = setUp(() => (requests++ < 1 ? ack() : answer(503)), {
    endpoint: createEndpoint({ read: () => null, write: () => {} }),
  });
  await put(eventLines(1, 250));
  await uploader.flush();
  expect((await store.read(999)).flatMap(({ _lines: lines }) => lines)).toEqual(eventLines(11, 250));
  expect(uploader.pending()).toBe(240);
});

test('what is found on disk is counted to the last event', async () => {
  const { store, uploader } = setUp();
  for (let n = 1; n <= 3000; n++) await store.add(makeRecords(eventLines(n, n)));
  await uploader._found(store);
  expect(uploader.pending()).toBe(3000);
});

test('the answer to another batch lets nothing go', async () => {
  const replayed = acknowledgement(eventLines(900, 900));
  const { store, sent, put, uploader } = setUp(() => replayed);
  await put(eventLines(1, 3));
  expect(await uploader.flush()).toMatchObject({ ok: false, sent: 0, reason: 'not-an-acknowledgement' });
  expect(sent).toEqual([]);
  expect((await store.read(9)).flatMap(({ _lines: lines }) => lines)).toEqual(eventLines(1, 3));
});
