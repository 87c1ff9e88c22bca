import { ClickHouseError } from '@clickhouse/client';
import type { ErrorReply } from '../../src/wire/batch.js';
import { RequestError, type RequestErrorDetails } from './request-error.js';
import { isDiskFull } from '../store/is-disk-full.js';
import { TooSlowError } from '../store/query-limits.js';
import { QueueFullError } from '../store/group-commit.js';

/** An error as it is answered. */
export interface ErrorAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorReply;
  /** Whether it is our fault, and so must be told to who runs the collector. */
  readonly ours: boolean;
}

/** ClickHouse: TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT_EXCEEDED. */
const TOO_HEAVY = new Set(['159', '160', '241']);

const REPORT_TOO_HEAVY: RequestErrorDetails = {
  statusCode: 503,
  code: 'report-too-heavy',
  message: 'The figure took more time or memory than a report may.',
  remedy: 'Ask for a shorter time, with from and to.',
  retryAfterSeconds: 30,
};

/** The sender is gone, so nobody reads this. */
const CUT_OFF: RequestErrorDetails = {
  statusCode: 400,
  code: 'body-cut-off',
  message: 'The connection ended before the body did.',
  remedy: 'Send it again.',
};

/** What any error that a request can end with is answered as: our own, Fastify's, the store's. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof RequestError) return answer(error.details, false);
  if (error instanceof QueueFullError) {
    return answer(
      {
        statusCode: 429,
        code: 'overloaded',
        message: 'More events come in than can be stored; none of this request was taken.',
        remedy: 'Send it again after the time in Retry-After.',
        retryAfterSeconds: 2,
      },
      true,
    );
  }
  if (error instanceof TooSlowError || (error instanceof ClickHouseError && TOO_HEAVY.has(error.code)))
    return answer(REPORT_TOO_HEAVY, true);
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return answer(CUT_OFF, false);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return answer({ statusCode, ...fastifyFault(statusCode, (error as Error).message) }, false);
  }
  return answer(unknownFault(), true);
}

/** An error of the store while writing: nothing is known to be stored, and the same request may succeed later. */
export function storeRefused(error: unknown): RequestError {
  if (isDiskFull(error)) {
    return new RequestError({
      statusCode: 503,
      code: 'store-full',
      message: 'The disk of the store is full; none of this request is acknowledged.',
      remedy: 'Send it again after the time in Retry-After. Whoever runs the collector has to make room.',
      retryAfterSeconds: 30,
    });
  }
  return new RequestError({
    statusCode: 503,
    code: 'store-unavailable',
    message: 'The store did not take the events; none of this request is acknowledged.',
    remedy: 'Send it again after the time in Retry-After. Whoever runs the collector finds the reason in its log.',
    retryAfterSeconds: 5,
  });
}

/** Something takes so long that the connection would end before the answer. */
export function answerLate(): RequestError {
  return new RequestError({
    statusCode: 503,
    code: 'answer-late',
    message: 'The store is too busy to answer in time; nothing of this request is acknowledged.',
    remedy: 'Send it again after the time in Retry-After.',
    retryAfterSeconds: 10,
  });
}

/** A sender sends faster than `--rate-limit` allows. */
export function rateLimited(waitMs: number): RequestError {
  return new RequestError({
    statusCode: 429,
    code: 'rate-limited',
    message: 'More events come from this address with this write key than it may send.',
    remedy: 'Send it again after the time in Retry-After. Whoever runs the collector sets the limit with --rate-limit.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}

function answer(
  { statusCode, code, message, remedy, retryAfterSeconds }: RequestErrorDetails,
  ours: boolean,
): ErrorAnswer {
  return {
    statusCode,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: { success: false, error: { code, message, remedy } },
    ours,
  };
}

function fastifyFault(statusCode: number, message: string): Pick<RequestErrorDetails, 'code' | 'message' | 'remedy'> {
  if (statusCode === 413) {
    return { code: 'body-too-large', message: 'The body is too large.', remedy: 'Send fewer events in one request.' };
  }
  if (statusCode === 408) {
    return { code: 'request-timeout', message, remedy: 'Send the whole request without pausing.' };
  }
  return { code: 'request-malformed', message, remedy: 'Send a well-formed HTTP request.' };
}

function unknownFault(): RequestErrorDetails {
  return {
    statusCode: 500,
    code: 'internal-error',
    message: 'The collector failed; nothing of this request is acknowledged.',
    remedy: 'Send it again later. Whoever runs the collector finds the reason in its log.',
  };
}
