/** Senders that trickle, never end or say nothing: they are cut off at stated times, and hold nobody up. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createApp, type Timeouts } from './app.js';
import type { Store } from './store/open-store.js';
import { postBatch } from './test-support/post-batch.js';
import { sampleEvent } from './test-support/sample-event.js';

const SHORT: Timeouts = { headersMs: 300, requestMs: 600, silenceMs: 5_000, idleMs: 300 };
const POST = 'POST /v1/batch HTTP/1.1\r\nhost: localhost\r\n';

const store = {
  writeEvents: (rows: readonly unknown[]) => Promise.resolve({ accepted: rows.length, duplicates: 0, forgotten: 0 }),
  writeRejected: () => Promise.resolve(),
} as unknown as Store;

async function listen(timeouts: Partial<Timeouts>) {
  const failures: unknown[] = [];
  const app: FastifyInstance = await createApp({
    store,
    projects: new Map([['test-key', 'p']]),
    sdkFolder: '/none',
    timeouts,
    onFailure: (error) => failures.push(error),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  const { port } = app.server.address() as { port: number };
  return { port, url: app.listeningOrigin, failures };
}

/** A connection, and all that came over it until it was closed. */
async function open(port: number): Promise<{ socket: Socket; heard: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  // Who is cut off while it writes is told by a reset.
  socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => {});
  const heard = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await once(socket, 'connect');
  onTestFinished(() => void socket.destroy());
  return { socket, heard };
}

/** Writes a piece again and again until the other side closes. */
function trickle(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece), everyMs);
  socket.once('close', () => clearInterval(timer));
}

const TIMED_OUT = /^HTTP\/1\.1 408 Request Timeout\r\n.*"code":"request-timeout"/s;

test('headers that trickle', async () => {
  const { port, failures } = await listen(SHORT);
  const { socket, heard } = await open(port);
  socket.write(POST);
  trickle(socket, 'x-more: 1\r\n', 30);
  expect(await heard).toMatch(TIMED_OUT);
  expect(failures).toEqual([]);
});

test.each([
  ['of a stated length', `${POST}content-length: 100000\r\n\r\n{`, ' '],
  ['of chunks', `${POST}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
])('a body %s that trickles', async (_, head, piece) => {
  const { port, failures } = await listen(SHORT);
  const { socket, heard } = await open(port);
  socket.write(head);
  trickle(socket, piece, 30);
  expect(await heard).toMatch(TIMED_OUT);
  expect(failures).toEqual([]);
});

test('a body that stops halfway', async () => {
  const { port } = await listen(SHORT);
  const { socket, heard } = await open(port);
  socket.write(`${POST}content-length: 1000\r\n\r\n{"batch":`);
  expect(await heard).toMatch(TIMED_OUT);
});

test('a body that never ends', async () => {
  const { port } = await listen({ ...SHORT, requestMs: 60_000 });
  const { socket, heard } = await open(port);
  socket.write(`${POST}transfer-encoding: chunked\r\n\r\n`);
  const chunk = `40000\r\n${' '.repeat(0x40000)}\r\n`;
  const pour = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', pour);
  pour();
  await Promise.race([heard, once(socket, 'data')]);
  expect(socket.bytesWritten).toBeLessThan(100 * 1024 * 1024);
  socket.destroy();
  expect(await heard).toMatch(/^(HTTP\/1\.1 413 .*"code":"body-too-large"|$)/s);
});

test('a connection that says nothing', async () => {
  const { port } = await listen(SHORT);
  const { heard } = await open(port);
  expect(await heard).toMatch(/^(HTTP\/1\.1 408 .*|)$/s);
});

test('a connection that stays open after its answer', async () => {
  const { port } = await listen(SHORT);
  const { socket, heard } = await open(port);
  socket.write('GET /nothing HTTP/1.1\r\nhost: localhost\r\n\r\n');
  expect(await heard).toMatch(/^HTTP\/1\.1 404 /);
});

test('2,000 connections that say nothing or half a request do not hold up who sends', async () => {
  const { port, url } = await listen({});
  const idle = await Promise.all(Array.from({ length: 2_000 }, () => open(port)));
  for (const [index, { socket }] of idle.entries()) {
    if (index % 2 === 0) socket.write(`${POST}content-length: 1000\r\n\r\n{"batch":`);
  }
  for (let i = 0; i < 20; i++) expect(await postBatch(url, [sampleEvent()])).toMatchObject({ accepted: 1 });
  expect(idle.filter(({ socket }) => socket.closed)).toHaveLength(0);
});
