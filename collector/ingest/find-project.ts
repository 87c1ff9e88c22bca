import { RequestError } from '../request-error.js';
import { clip, shown } from './clip.js';

/** Projects by their write keys. */
export type Projects = ReadonlyMap<string, string>;

/** A write key that is known, and what it is for. */
export interface Addressed {
  readonly writeKey: string;
  readonly projectId: string;
}

/**
 * Which project a request is for.
 *
 * The body's `writeKey` counts before the one in `Authorization: Basic` (the key as user name, no password): a proxy in
 * between may have put its own credentials there.
 *
 * @throws {RequestError} `write-key-missing`, `write-key-unknown`.
 */
export function findProject(projects: Projects, writeKey: unknown, authorization: string | undefined): Addressed {
  const key = writeKey ?? basicUser(authorization);
  if (key === undefined || key === '') {
    throw new RequestError({
      statusCode: 401,
      code: 'write-key-missing',
      message: 'The request has no write key.',
      remedy: 'Put it into the body as "writeKey", or send it as the user name of HTTP Basic authentication.',
    });
  }
  const projectId = typeof key === 'string' ? projects.get(key) : undefined;
  if (typeof key !== 'string' || projectId === undefined) {
    throw new RequestError({
      statusCode: 401,
      code: 'write-key-unknown',
      message: `The write key ${shown(typeof key === 'string' ? clip(key, 40) : key)} is not known here.`,
      remedy: 'Use the key that the collector printed when it started, or start it with --write-key for this one.',
    });
  }
  return { writeKey: key, projectId };
}

function basicUser(authorization: string | undefined): string | undefined {
  const [, credentials] = /^Basic\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  return credentials === undefined ? undefined : Buffer.from(credentials, 'base64').toString('utf8').split(':')[0];
}
