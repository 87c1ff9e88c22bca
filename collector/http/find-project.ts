import type { FastifyRequest } from 'fastify';
import { RequestError } from './request-error.js';
import { clip, shown } from './clip.js';

/** Projects by their write keys. */
export type Projects = ReadonlyMap<string, string>;

/** A write key that is known, and what it is for. */
export interface Addressed {
  readonly writeKey: string;
  readonly projectId: string;
}

/**
 * What stands in each place where clients put the write key, in the order of their weight. Some places may hold something else: a proxy
 * puts its own credentials into a header, and Jitsu's browser client masks the key in the body.
 */
export function writeKeysOf(
  { query, headers }: Pick<FastifyRequest, 'query' | 'headers'>,
  bodyKey?: unknown,
): unknown[] {
  return [
    bodyKey,
    ...[(query as { writeKey?: unknown }).writeKey].flat(),
    headers['x-write-key'],
    basicUser(headers.authorization),
    /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1],
  ];
}

/** What a body that is not parsed yet names as `writeKey`, wherever that stands in it. */
export function* writeKeysIn(text: string): Generator<string> {
  for (const [, json] of text.matchAll(/"writeKey"\s*:\s*("(?:[^"\\]|\\.){0,1024}")/g)) {
    try {
      yield JSON.parse(json!) as string;
    } catch {
      // No JSON: parsing the whole will say so.
    }
  }
}

/**
 * Which project a request is for: that of the first write key that is known. A key may have a secret behind it, as in `key:secret`.
 *
 * @throws {RequestError} `write-key-missing`, `write-key-unknown`.
 */
export function findProject(projects: Projects, candidates: Iterable<unknown>): Addressed {
  const given = [...candidates].filter((key) => key !== undefined && key !== null && key !== '');
  for (const key of given) {
    const writeKey = typeof key === 'string' ? key.split(':')[0]! : '';
    const projectId = projects.get(writeKey);
    if (projectId !== undefined) return { writeKey, projectId };
  }
  const [key] = given;
  if (key === undefined) {
    throw new RequestError({
      statusCode: 401,
      code: 'write-key-missing',
      message: 'The request has no write key.',
      remedy:
        'Put it into the body or the query as "writeKey", into X-Write-Key, or send it as the user name of HTTP Basic authentication.',
    });
  }
  throw new RequestError({
    statusCode: 401,
    code: 'write-key-unknown',
    message: `The write key ${shown(typeof key === 'string' ? clip(key, 40) : key)} is not known here.`,
    remedy: 'Use the key that the collector printed when it started, or start it with --write-key for this one.',
  });
}

function basicUser(authorization: string | undefined): string | undefined {
  const [, credentials] = /^Basic\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  return credentials === undefined ? undefined : Buffer.from(credentials, 'base64').toString('utf8');
}
