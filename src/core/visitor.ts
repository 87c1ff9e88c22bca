/**
 * What is remembered of a browser between pages: who it is, its visit and where it came from.
 */
import type { Attribution } from './attribution.js';
import { newIdentity, type Identity } from './identity.js';
import type { Session } from './session.js';

export interface Visitor {
  readonly identity: Identity;
  readonly session: Session | null;
  readonly attribution: Attribution | null;
}

/** What was kept may be half of it, or another version's. */
type DeepPartial<T> = { readonly [K in keyof T]?: T[K] extends object | null ? DeepPartial<T[K]> | null : T[K] };

/** A visitor from the text that was kept; a new one where there is none or it cannot be read. */
export function readVisitor(text: string | null, newId: () => string): Visitor {
  try {
    const kept = JSON.parse(text ?? 'null') as DeepPartial<Visitor> | null;
    const anonymousId: unknown = kept?.identity?.anonymousId;
    if (kept?.identity && typeof anonymousId === 'string' && anonymousId !== '') {
      const { userId, groupId } = kept.identity;
      const session = Number.isFinite(kept.session?.lastAtMs) ? (kept.session as Session) : null;
      const attribution = kept.attribution?.first && kept.attribution.last ? (kept.attribution as Attribution) : null;
      return { identity: { anonymousId, userId: userId ?? null, groupId: groupId ?? null }, session, attribution };
    }
  } catch {
    // Somebody else wrote there, or half of it: begin afresh.
  }
  return { identity: newIdentity(newId), session: null, attribution: null };
}
