import type { FastifyRequest } from 'fastify';
import type { RateLimit } from './rate-limit.js';
import { RequestError } from './request-error.js';
import { shown } from './clip.js';

/** What a write key may be used for; what is left out is not limited. */
export interface KeyRule {
  /** Origins of pages, such as `https://shop.example`; `https://*.shop.example` is of all its subdomains. */
  readonly origins?: readonly string[];
  /** Names under which the collector is reached, without a port. */
  readonly hosts?: readonly string[];
  /** Events a second from one address; 0: no limit. */
  readonly rateLimit?: number;
}

/** Rules by write key. */
export type KeyRules = ReadonlyMap<string, KeyRule>;

/**
 * Refuses a write key where it is not for. A program can name any origin: this keeps other sites' pages out, not programs.
 *
 * @throws {RequestError} `origin-refused`, `host-refused`.
 */
export function assertKeyAllows(rules: KeyRules, writeKey: string, request: FastifyRequest): void {
  const { origins, hosts } = rules.get(writeKey) ?? {};
  const { origin } = request.headers;
  if (origins !== undefined && origin !== undefined && !origins.some((one) => isOf(one, origin.toLowerCase()))) {
    throw refused('origin-refused', `This write key is not for pages of ${shown(origin.slice(0, 100))}.`, 'origins');
  }
  if (hosts !== undefined && !hosts.includes(request.hostname.toLowerCase())) {
    throw refused(
      'host-refused',
      `This write key is not for the collector as ${shown(request.hostname.slice(0, 100))}.`,
      'hosts',
    );
  }
}

/** A rate limit that is each key's own where its rule has one; `common` counts for all others. */
export function rateLimitByKey(
  rules: KeyRules,
  common: RateLimit,
  create: (perSecond: number) => RateLimit,
): RateLimit {
  const own = new Map(
    [...rules].flatMap(([key, { rateLimit }]) => (rateLimit === undefined ? [] : [[key, create(rateLimit)] as const])),
  );
  // As `senderOf` writes it.
  const limitOf = (sender: string) => own.get(sender.split('\0')[0]!) ?? common;
  return {
    take: (sender, events) => limitOf(sender).take(sender, events),
    spend: (sender, events) => limitOf(sender).spend(sender, events),
    waitMs: (sender, events) => limitOf(sender).waitMs(sender, events),
    get senders() {
      return [common, ...own.values()].reduce((sum, limit) => sum + limit.senders, 0);
    },
  };
}

function isOf(rule: string, origin: string): boolean {
  const [scheme = '', domain] = rule.split('://*.');
  return domain === undefined ? rule === origin : origin.startsWith(`${scheme}://`) && origin.endsWith(`.${domain}`);
}

const refused = (code: string, message: string, member: string): RequestError =>
  new RequestError({
    statusCode: 403,
    code,
    message,
    remedy: `Use another write key, or add it to "${member}" of this key in the collector's --keys-file.`,
  });
