/** More comes in than a slow store takes: what is held stays bounded, who is sent away is told when to come again. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { ErrorReply } from '../src/wire/batch.js';
import { createApp } from './app.js';
import type { Store } from './store/open-store.js';
import { openTestStore } from './test-support/open-test-store.js';

const MIB = 1024 * 1024;
const MAX_HELD = 16 * MIB;
const REQUESTS = 120;
const EVENTS = 15;
const FILLER = Buffer.from('x'.repeat(31_000));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const usedBytes = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** A store that takes nothing until it is let. */
function heldStore(store: Store) {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const waiting = { requests: 0 };
  const held: Store = {
    ...store,
    async writeEvents(rows, sizeBytes) {
      waiting.requests += 1;
      await opened;
      return store.writeEvents(rows, sizeBytes);
    },
  };
  return { held, waiting, open };
}

interface Answered {
  readonly ids: readonly string[];
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Partial<ErrorReply> & { readonly accepted?: number };
}

/** Sends 465 KB, of which all but the ids is one buffer, so that the senders themselves take no memory. */
async function sendLarge(port: number, ids: readonly string[]): Promise<Answered> {
  const sending = request({ port, host: '127.0.0.1', path: '/v1/batch', method: 'POST', agent: false });
  const reply = once(sending, 'response') as Promise<[IncomingMessage]>;
  sending.write('{"writeKey":"key","batch":[');
  for (const [index, id] of ids.entries()) {
    const comma = index === 0 ? '' : ',';
    sending.write(`${comma}{"type":"track","event":"Large","userId":"u","messageId":"${id}","properties":{"text":"`);
    sending.write(FILLER);
    sending.write('"}}');
  }
  sending.end(']}');
  const [response] = await reply;
  return {
    ids,
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    body: (await json(response)) as Answered['body'],
  };
}

test(`${REQUESTS} large batches at once against a store that stands still: memory is bounded, and all are stored once in the end`, async () => {
  const store = await openTestStore();
  const { held, waiting, open } = heldStore(store);
  const failures: unknown[] = [];
  const app = await createApp({
    store: held,
    projects: new Map([['key', 'p']]),
    sdkFolder: '/none',
    maxBytesInFlight: MAX_HELD,
    rateLimit: 0,
    onFailure: (error) => failures.push(error),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  collectGarbage();
  const before = usedBytes();

  const answers: Answered[] = [];
  let most = 0;
  const sending = Array.from({ length: REQUESTS }, async () => {
    const answer = await sendLarge(
      port,
      Array.from({ length: EVENTS }, () => randomUUID()),
    );
    most = Math.max(most, usedBytes() - before);
    answers.push(answer);
  });
  await expect.poll(() => answers.length + waiting.requests, { timeout: 50_000 }).toBe(REQUESTS);
  collectGarbage();
  const retained = usedBytes() - before;
  process.stdout.write(
    `overload: ${waiting.requests} held, ${answers.length} sent away; ${(retained / MIB).toFixed(0)} MiB held for a bound of ${MAX_HELD / MIB}, ${(most / MIB).toFixed(0)} MiB at most, garbage included\n`,
  );
  // At least as many as fit beside each other while they come in, and no more than fit.
  expect(waiting.requests).toBeGreaterThan(0);
  expect(waiting.requests).toBeLessThanOrEqual(MAX_HELD / (EVENTS * FILLER.length));
  expect(retained).toBeLessThan(4 * MAX_HELD);
  expect(most).toBeLessThan(8 * MAX_HELD);
  for (const { status, retryAfter, body } of answers) {
    expect([status, retryAfter, body.error?.code]).toEqual([429, '2', 'overloaded']);
  }
  expect(failures).toHaveLength(answers.length);

  const sentAway = [...answers];
  const heldRequests = REQUESTS - sentAway.length;
  open();
  await Promise.all(sending);
  expect(answers.slice(-heldRequests).map(({ status, body }) => [status, body.accepted])).toEqual(
    Array(heldRequests).fill([200, EVENTS]),
  );
  while (sentAway.length > 0) {
    const retries = await Promise.all(sentAway.splice(-15).map(({ ids }) => sendLarge(port, ids)));
    expect(retries.map(({ body }) => body.accepted)).toEqual(Array(retries.length).fill(EVENTS));
  }
  const [rows] = await store.query('SELECT toUInt32(count()) AS n, toUInt32(uniqExact(message_id)) AS ids FROM events');
  expect(rows).toEqual({ n: REQUESTS * EVENTS, ids: REQUESTS * EVENTS });
  const all = answers.flatMap(({ ids }) => ids);
  const [found] = await store.query(
    'SELECT toUInt32(count()) AS n FROM events WHERE message_id IN {all:Array(String)}',
    {
      all,
    },
  );
  expect(found).toEqual({ n: all.length });
  await app.close();
});

test('who sends faster than the limit is told when to come again; another key and another address are not', async () => {
  const failures: unknown[] = [];
  const app = await createApp({
    store: {
      writeEvents: (rows: readonly unknown[]) =>
        Promise.resolve({ accepted: rows.length, duplicates: 0, forgotten: 0 }),
      writeRejected: () => Promise.resolve(),
    } as unknown as Store,
    projects: new Map([
      ['key', 'p'],
      ['other', 'p'],
    ]),
    sdkFolder: '/none',
    rateLimit: 1,
    onFailure: (error) => failures.push(error),
  });
  const send = (remoteAddress: string, writeKey = 'key') => {
    const batch = Array.from({ length: 1_250 }, () => ({ type: 'track', event: 'e', userId: 'u' }));
    return app.inject({ method: 'POST', url: '/v1/batch', remoteAddress, payload: { batch, writeKey } });
  };
  const statuses = async (...requests: ReturnType<typeof send>[]) =>
    (await Promise.all(requests)).map((response) => response.statusCode);
  expect(await statuses(send('203.0.113.9'), send('203.0.113.9'))).toEqual([200, 200]);
  const refused = await send('203.0.113.9');
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ error: { code: 'rate-limited', remedy: /--rate-limit/ } });
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThan(1_000);
  expect(seconds).toBeLessThanOrEqual(1_250);
  expect(refused.headers['access-control-allow-origin']).toBe('*');
  expect(refused.headers['access-control-expose-headers']).toBe('Retry-After');
  expect(await statuses(send('203.0.113.10'), send('203.0.113.9', 'other'))).toEqual([200, 200]);
  // The operator is told, and not from where.
  expect(failures).toHaveLength(1);
  expect(String(failures[0])).toContain('rate-limited');
  expect(String(failures[0])).not.toContain('203.0');
  await app.close();
});
