import { createHmac, timingSafeEqual } from 'node:crypto';
import { isBlank } from '../store/blank-id.js';
import { RequestError } from './request-error.js';

/** Secrets by project; null: of every project that has none of its own. */
export type IdentitySecrets = ReadonlyMap<string | null, string>;

/** A token is longer by a mistake only. */
const MAX_LENGTH = 2_000;

/**
 * Who a page's visitor is, as the site's own server vouches for it: `base64url(payload).base64url(signature)`, the payload as JSON
 * `{ "sub": user id, "project": project, "exp": seconds since the epoch }`, the signature HMAC-SHA256 of the first part with the
 * project's secret. How to make one: docs/lifecycle.md.
 *
 * @returns the user id.
 * @throws {RequestError} 403 `identity-closed`; 401 `identity-token-missing`, `identity-token-wrong`, `identity-token-expired`.
 */
export function readIdentityToken(
  token: unknown,
  { secrets, project, nowMs }: { readonly secrets: IdentitySecrets; readonly project: string; readonly nowMs: number },
): string {
  const secret = secrets.get(project) ?? secrets.get(null);
  if (secret === undefined) throw closed(project);
  if (typeof token !== 'string') {
    throw refusal(
      'missing',
      'The request has no identity token.',
      'Send it as "Authorization: Bearer <token>", to /v1/referral as "identityToken".',
    );
  }
  const [payload = '', signature = '', ...rest] = token.length > MAX_LENGTH ? [] : token.split('.');
  const expected = createHmac('sha256', secret).update(payload).digest();
  const given = Buffer.from(signature, 'base64url');
  // Nothing of the payload is read before the signature is known to be right.
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw wrong('The identity token is not signed with the secret of this project.');
  }
  const { sub, exp, project: of } = parse(payload);
  if (typeof sub !== 'string' || isBlank(sub) || typeof exp !== 'number') {
    throw wrong('The identity token does not say who the person is ("sub", a text) and until when it holds ("exp").');
  }
  if (of !== project) throw wrong('The identity token is for another project than the write key.');
  if (exp * 1_000 <= nowMs) {
    throw refusal(
      'expired',
      'The identity token has expired.',
      'Give the page a new one; a function as identityToken can.',
    );
  }
  return sub;
}

function parse(payload: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The token that a request has as `Authorization: Bearer`. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];

const closed = (project: string): RequestError =>
  new RequestError({
    statusCode: 403,
    code: 'identity-closed',
    message: `The project ${project} has no secret to know people by.`,
    remedy: 'Start the collector with --identity-secret <secret>, or <project>=<secret>.',
  });

const wrong = (message: string): RequestError =>
  refusal('wrong', message, 'Make it on your server as docs/lifecycle.md shows, with the secret of --identity-secret.');

const refusal = (what: 'missing' | 'wrong' | 'expired', message: string, remedy: string): RequestError =>
  new RequestError({ statusCode: 401, code: `identity-token-${what}`, message, remedy });
