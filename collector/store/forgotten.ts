import { hash } from 'node:crypto';
import type { EventRow } from './event-row.js';

/**
 * Whose id it is that was forgotten.
 *
 * `browser`: an anonymous id that its own browser gave up, for ever; of a user who has the same id, nothing. The others are by the
 * operator, who erases a person and not their future, so events count that were captured until then: `user` of a user id, `person` of
 * an anonymous id where nobody was signed in.
 */
export type ForgottenKind = 'browser' | 'user' | 'person';

/** What is kept of who was forgotten. */
export interface Tombstone {
  readonly project_id: string;
  /** Of kind, project and id: 128 bits of SHA-256 in hex. */
  readonly id_digest: string;
  /** As the store writes times. */
  readonly forgotten_at: string;
  readonly for_ever: boolean;
}

/** Who was forgotten, in memory. */
export interface Forgotten {
  add(tombstone: Tombstone): void;
  /** Whether a row is of who was forgotten, and so is not to be stored. */
  covers(row: Pick<EventRow, 'project_id' | 'anonymous_id' | 'user_id' | 'ts_adj'>): boolean;
  /** Whether a browser was forgotten. */
  coversBrowser(projectId: string, anonymousId: string): boolean;
  readonly size: number;
}

export function createForgotten(): Forgotten {
  /** Until when events are not stored, by digest; compared as text, for times are written with all their digits. */
  const until = new Map<string, string>();

  function isUntil(kind: ForgottenKind, projectId: string, id: string, at: string): boolean {
    const limit = id === '' ? undefined : until.get(digestOf(kind, projectId, id));
    return limit !== undefined && at <= limit;
  }

  return {
    add({ id_digest, forgotten_at, for_ever }) {
      until.set(id_digest, for_ever ? FOR_EVER : forgotten_at);
    },
    covers({ project_id, anonymous_id, user_id, ts_adj }) {
      if (until.size === 0) return false;
      return (
        (anonymous_id !== user_id && isUntil('browser', project_id, anonymous_id, ts_adj)) ||
        (user_id === ''
          ? isUntil('person', project_id, anonymous_id, ts_adj)
          : isUntil('user', project_id, user_id, ts_adj))
      );
    },
    coversBrowser: (projectId, anonymousId) => isUntil('browser', projectId, anonymousId, ''),
    get size() {
      return until.size;
    },
  };
}

const FOR_EVER = '9';

export function tombstone(kind: ForgottenKind, projectId: string, id: string, forgottenAt: string): Tombstone {
  return {
    project_id: projectId,
    id_digest: digestOf(kind, projectId, id),
    forgotten_at: forgottenAt,
    for_ever: kind === 'browser',
  };
}

function digestOf(kind: ForgottenKind, projectId: string, id: string): string {
  return hash('sha256', `${kind}\0${projectId}\0${id}`, 'hex').slice(0, 32);
}
