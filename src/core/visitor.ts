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

/** A visitor from the text that was kept; a new one where there is none or it cannot be read. */
export function readVisitor(text: string | null, newId: () => string): Visitor {
  try {
    const kept = parseJson(text!) as Visitor;
    if (typeof kept.identity.anonymousId === 'string') return kept;
  } catch {
    // Nothing was kept, or somebody else wrote there: begin afresh.
  }
  return { identity: newIdentity(newId), session: null, attribution: null };
}
