import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RequestError } from '../request-error.js';

/** The most a body may weigh as it stands or unpacked, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The most a gzipped body may weigh before it is unpacked, in bytes. */
export const MAX_GZIP_BYTES = 1024 * 1024;

/** A body over its limit is read on and thrown away so far, for a sender that is still writing does not hear the answer. */
const MAX_DISCARDED_BYTES = 4 * MAX_BODY_BYTES;

const unzip = promisify(gunzip);

/**
 * A request's body as text, whatever its content type says: beacons call JSON `text/plain`, some clients say nothing.
 * Bytes that are not UTF-8 become U+FFFD.
 *
 * @throws {RequestError} `body-too-large`, `body-malformed` (not gzip though it says so), `encoding-unsupported`.
 */
export async function readBody(stream: Readable, headers: IncomingHttpHeaders): Promise<string> {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return decode(await collect(stream, MAX_BODY_BYTES));
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new RequestError({
      statusCode: 415,
      code: 'encoding-unsupported',
      message: `The Content-Encoding ${JSON.stringify(encoding.slice(0, 40))} is not supported.`,
      remedy: 'Send the body plain, or with Content-Encoding: gzip.',
    });
  }
  const packed = await collect(stream, MAX_GZIP_BYTES);
  try {
    return decode(await unzip(packed, { maxOutputLength: MAX_BODY_BYTES }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(MAX_BODY_BYTES, 'unpacked');
    throw new RequestError({
      statusCode: 400,
      code: 'body-malformed',
      message: `The body is not gzip, though Content-Encoding says so: ${(error as Error).message}.`,
      remedy: 'Send the whole gzip stream, or leave Content-Encoding out.',
    });
  }
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (sizeBytes > MAX_DISCARDED_BYTES) break;
  }
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes, 'as sent');
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  // Not Buffer.toString: this one also takes off a byte order mark.
  return new TextDecoder().decode(bytes);
}

function tooLarge(maxBytes: number, which: string): RequestError {
  return new RequestError({
    statusCode: 413,
    code: 'body-too-large',
    message: `The body is larger than ${maxBytes} bytes (${which}).`,
    remedy: 'Send fewer events in one request.',
  });
}
