/** How much of a body is read, unpacked and held: limits are kept while it comes in, not after. */
import { Readable } from 'node:stream';
import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createBytesInFlight } from './bytes-in-flight.js';
import { MAX_BODY_BYTES, MAX_DENSE_BYTES, MAX_GZIP_BYTES, MAX_RATIO, readBody } from './read-body.js';

const GZIP = { 'content-encoding': 'gzip' };
const KB = Buffer.alloc(1024, 'x');
const GZIP_KB = Buffer.alloc(1024, '\x1f\x8b', 'latin1');

/** A body that ends only when nobody reads it any more. */
function endless(chunk = KB) {
  const sent = { bytes: 0 };
  const stream = new Readable({
    read() {
      sent.bytes += chunk.length;
      this.push(chunk);
    },
  });
  return { stream, sent };
}

function ample() {
  const inFlight = createBytesInFlight(Number.MAX_SAFE_INTEGER);
  let most = 0;
  const share = inFlight.open();
  return {
    share: {
      hold(bytes: number) {
        share.hold(bytes);
        most = Math.max(most, inFlight.heldBytes);
      },
      close: () => share.close(),
    },
    most: () => most,
    held: () => inFlight.heldBytes,
  };
}

const tooLarge = (message: RegExp) => ({
  details: { code: 'body-too-large', message: expect.stringMatching(message) },
});

test('a plain body without end is held up to its limit, thrown away for as much again three times, and then cut off', async () => {
  const { stream, sent } = endless();
  const { share, most, held } = ample();
  await expect(readBody(stream, {}, share)).rejects.toMatchObject(tooLarge(/as sent/));
  expect(most()).toBe(MAX_BODY_BYTES);
  expect(held()).toBe(0);
  expect(sent.bytes).toBeLessThan(4 * MAX_BODY_BYTES + 1024 * 1024);
  expect(stream.destroyed).toBe(true);
});

test('a gzipped body without end is not unpacked at all', async () => {
  const { stream } = endless(GZIP_KB);
  const { share, most } = ample();
  await expect(readBody(stream, GZIP, share)).rejects.toMatchObject(tooLarge(/as sent/));
  expect(most()).toBe(MAX_GZIP_BYTES);
});

test('a gzip bomb is unpacked no further than its ratio allows', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
  const { share, most } = ample();
  await expect(readBody(Readable.from([bomb]), GZIP, share)).rejects.toMatchObject(tooLarge(/100 times/));
  expect(most()).toBeLessThan(MAX_RATIO * bomb.length + 128 * 1024);
  expect(most()).toBeLessThanOrEqual(MAX_BODY_BYTES + bomb.length);
});

test('a small gzip bomb is unpacked to a megabyte', async () => {
  const bomb = gzipSync(Buffer.alloc(5 * 1024 * 1024));
  const { share, most } = ample();
  await expect(readBody(Readable.from([bomb]), GZIP, share)).rejects.toMatchObject(tooLarge(/100 times/));
  expect(most()).toBeLessThan(MAX_DENSE_BYTES + 128 * 1024);
});

test('a gzip that is not that dense is unpacked to 10 MB', async () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `${i}${'x'.repeat(60)}`);
  const packed = gzipSync(lines.join(''));
  expect(packed.length).toBeLessThan(MAX_GZIP_BYTES);
  const { share, most } = ample();
  await expect(readBody(Readable.from([packed]), GZIP, share)).rejects.toMatchObject(tooLarge(/unpacked/));
  expect(most()).toBeLessThanOrEqual(MAX_BODY_BYTES + packed.length);
});

test('what repeats itself is a body like any other up to a megabyte', async () => {
  const text = 'x'.repeat(MAX_DENSE_BYTES);
  expect(await readBody(Readable.from([gzipSync(text)]), GZIP, ample().share)).toBe(text);
});

test('a character that was cut in two is one, packed or not', async () => {
  const text = '日本語😀'.repeat(50_000);
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 999) }, (_, i) =>
    bytes.subarray(i * 999, (i + 1) * 999),
  );
  expect(await readBody(Readable.from(pieces), {}, ample().share)).toBe(text);
  expect(await readBody(Readable.from(pieces).pipe(createGzip()), GZIP, ample().share)).toBe(text);
});

test.each([
  ['plain', {}, Buffer.alloc(300_000, 'x')],
  ['gzipped', GZIP, gzipSync(Buffer.alloc(300_000, 'x'))],
])('a %s body that finds no room is refused, and nothing of it is held', async (_, headers, body) => {
  const inFlight = createBytesInFlight(200_000);
  const share = inFlight.open();
  const pieces = Array.from({ length: Math.ceil(body.length / 50_000) }, (_unused, i) =>
    body.subarray(i * 50_000, (i + 1) * 50_000),
  );
  await expect(readBody(Readable.from(pieces), headers, share)).rejects.toMatchObject({ name: 'QueueFullError' });
  share.close();
  expect(inFlight.heldBytes).toBe(0);
});

const JSON_TEXT = '{"batch":[]}';
test.each<[string, Record<string, string>, Buffer]>([
  ['gzip that says so', GZIP, gzipSync(JSON_TEXT)],
  ['gzip by its old name', { 'content-encoding': 'x-gzip' }, gzipSync(JSON_TEXT)],
  ['gzip that says nothing', {}, gzipSync(JSON_TEXT)],
  ['gzip that says it is text', { 'content-type': 'text/plain' }, gzipSync(JSON_TEXT)],
  ['gzip that says it is not packed', { 'content-encoding': 'identity' }, gzipSync(JSON_TEXT)],
  ['gzip that says it is deflate', { 'content-encoding': 'deflate' }, gzipSync(JSON_TEXT)],
  ['gzip in two members', GZIP, Buffer.concat([gzipSync('{"batch"'), gzipSync(':[]}')])],
  ['what a proxy unpacked, of gzip', GZIP, Buffer.from(JSON_TEXT)],
  ['what a proxy unpacked, of brotli', { 'content-encoding': 'br' }, Buffer.from(JSON_TEXT)],
  ['what a proxy unpacked, with blanks before it', GZIP, Buffer.from(`\r\n ${JSON_TEXT}`)],
])('%s is read by its first bytes, in whatever pieces they come', async (_, headers, bytes) => {
  for (const size of [1, 2, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_unused, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    const text = await readBody(Readable.from(pieces), headers, ample().share);
    expect(text.trim()).toBe(JSON_TEXT);
  }
});

test('what is packed in a way that is not known is refused by its name', async () => {
  const read = (bytes: Buffer) => readBody(Readable.from([bytes]), { 'content-encoding': 'br' }, ample().share);
  await expect(read(brotliCompressSync(JSON_TEXT))).rejects.toMatchObject({
    details: { code: 'encoding-unsupported' },
  });
});
