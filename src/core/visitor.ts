/**
 * What is remembered of a browser between pages: who it is, its visit and where it came from.
 */
import type { Attribution } from './attribution.js';
import { newIdentity, type Identity } from './identity.js';
import { parseJson } from './json.js';
import type { Session } from './session.js';

export interface Visitor {
  readonly identity: Identity;
  readonly session: Session | null;
  readonly attribution: Attribution | null;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** A visitor from the text that was kept; a new one where there is none or it cannot be read. */
export function readVisitor(text: string | null, newId: () => string): Visitor {
  try {
    const { identity, session, attribution } = parseJson(text!) as Visitor;
    const { anonymousId, userId, groupId } = identity;
    if (isText(anonymousId) && [userId, groupId].every((id) => id === null || isText(id))) {
      const runs = session && isText(session.id) && session.lastAtMs >= session.startedAtMs;
      return { identity, session: runs ? session : null, attribution: attribution?.first ? attribution : null };
    }
  } catch {
    // Nothing was kept, or somebody else wrote there: begin afresh.
  }
  return { identity: newIdentity(newId), session: null, attribution: null };
}
