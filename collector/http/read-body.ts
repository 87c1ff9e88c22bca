import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RequestError } from './request-error.js';
import { QueueFullError } from '../store/group-commit.js';
import type { Share } from './bytes-in-flight.js';

/** The most a body may weigh as it stands or unpacked, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The most a gzipped body may weigh before it is unpacked, in bytes. */
export const MAX_GZIP_BYTES = 1024 * 1024;

/** How many times its size a gzipped body may unpack to, where that is more than `MAX_DENSE_BYTES`. */
export const MAX_RATIO = 100;

/** As much as a batch at its limit weighs, twice: what unpacks to no more may be packed as densely as it likes. */
export const MAX_DENSE_BYTES = 1024 * 1024;

/** A body over its limit is read on and thrown away so far, for a sender that is still writing does not hear the answer. */
const MAX_DISCARDED_BYTES = 4 * MAX_BODY_BYTES;

/** Gzip begins with 1f 8b; no JSON begins with 1f. */
const GZIP_BYTE = 0x1f;

/** What JSON may begin with: its bracket, blanks, or a byte order mark. */
const JSON_BYTES = new Set(Buffer.from('{[ \t\r\n\uFEFF'));

/**
 * A request's body as text, by what it is and not by what it is called: beacons call JSON `text/plain`, a proxy unpacks a body and leaves
 * its `Content-Encoding`, or packs one without. Bytes that are not UTF-8 become U+FFFD.
 *
 * @param share told of every byte before the next is read or unpacked.
 * @throws {RequestError} `body-too-large`, `body-malformed` (begins like gzip, but cannot be unpacked), `encoding-unsupported`.
 * @throws {QueueFullError} when the share is not large enough.
 */
export async function readBody(
  stream: Readable,
  headers: IncomingHttpHeaders,
  share: Pick<Share, 'hold' | 'close'>,
): Promise<string> {
  const packed: Buffer[] = [];
  const text = createText();
  const first = await collect(stream, share, (chunk, isGzip) => (isGzip ? packed.push(chunk) : text.add(chunk)));
  if (packed.length > 0) return unpack(Buffer.concat(packed), share);
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (first === undefined || JSON_BYTES.has(first) || /^(identity|(x-)?gzip|)$/.test(encoding)) return text.end();
  throw new RequestError({
    statusCode: 415,
    code: 'encoding-unsupported',
    message: `The Content-Encoding ${JSON.stringify(encoding.slice(0, 40))} is not supported.`,
    remedy: 'Send the body plain, or as gzip.',
  });
}

/**
 * Hands over what comes in, as long as it is within its limit and its share; the rest is read and thrown away.
 *
 * @returns the first byte.
 */
async function collect(
  stream: Readable,
  share: Pick<Share, 'hold' | 'close'>,
  keep: (chunk: Buffer, isGzip: boolean) => void,
): Promise<number | undefined> {
  let sizeBytes = 0;
  let first: number | undefined;
  let fault: Error | null = null;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    first ??= chunk[0];
    const isGzip = first === GZIP_BYTE;
    const maxBytes = isGzip ? MAX_GZIP_BYTES : MAX_BODY_BYTES;
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_DISCARDED_BYTES) break;
    if (fault !== null) continue;
    fault = sizeBytes > maxBytes ? tooLarge(`larger than ${maxBytes} bytes (as sent)`) : refused(share, sizeBytes);
    if (fault === null) keep(chunk, isGzip);
    else share.close();
  }
  if (fault !== null) throw fault;
  return first;
}

function refused(share: Pick<Share, 'hold'>, bytes: number): QueueFullError | null {
  try {
    share.hold(bytes);
    return null;
  } catch (error) {
    return error as QueueFullError;
  }
}

/** Unpacks piece by piece and stops at the first that is too much. */
async function unpack(packed: Buffer, share: Pick<Share, 'hold' | 'close'>): Promise<string> {
  const text = createText();
  let sizeBytes = 0;
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  gunzip.end(packed);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_BODY_BYTES) throw tooLarge(`larger than ${MAX_BODY_BYTES} bytes (unpacked)`);
      if (sizeBytes > MAX_DENSE_BYTES && sizeBytes > MAX_RATIO * packed.length) {
        throw tooLarge(`more than ${MAX_RATIO} times as large unpacked as the ${packed.length} bytes that were sent`);
      }
      share.hold(packed.length + sizeBytes);
      text.add(chunk);
    }
  } catch (error) {
    if (error instanceof RequestError || error instanceof QueueFullError) throw error;
    throw new RequestError({
      statusCode: 400,
      code: 'body-malformed',
      message: `The body begins like gzip, but cannot be unpacked: ${(error as Error).message}.`,
      remedy: 'Send the whole gzip stream, or the body plain.',
    });
  }
  return text.end();
}

/** Text from its bytes as they come, so that they are not kept beside it. */
function createText(): { add(chunk: Buffer): void; end(): string } {
  // Not Buffer.toString: this one also takes off a byte order mark, and knows a character that was cut in two.
  const decoder = new TextDecoder();
  let text = '';
  return {
    add(chunk) {
      text += decoder.decode(chunk, { stream: true });
    },
    end: () => text + decoder.decode(),
  };
}

function tooLarge(how: string): RequestError {
  return new RequestError({
    statusCode: 413,
    code: 'body-too-large',
    message: `The body is ${how}.`,
    remedy: 'Send fewer events in one request.',
  });
}
