import { stepSession } from './session.js';
import type { Visitor } from './visitor.js';

/**
 * The visitor that a page goes on with once it may look at what is stored. Until then it had a visitor of its own, in memory. Pure.
 *
 * @param stored what this origin remembers; null where that is nothing.
 * @param sharedId the anonymous id that the subdomains share; null where there is none. Another id than the stored one is
 *   another visitor, of whom this origin knows no more.
 */
export function adoptVisitor(own: Visitor, stored: Visitor | null, sharedId: string | null): Visitor {
  const known =
    sharedId && sharedId !== stored?.identity.anonymousId
      ? { identity: { anonymousId: sharedId, userId: null, groupId: null }, session: null, attribution: null }
      : stored;
  if (!known) return own;
  const { identity, session, attribution } = own;
  // Somebody else has signed in meanwhile.
  if (identity.userId && known.identity.userId && identity.userId !== known.identity.userId) return own;
  return {
    identity: {
      anonymousId: known.identity.anonymousId,
      userId: identity.userId ?? known.identity.userId,
      groupId: identity.groupId ?? known.identity.groupId,
    },
    session: session ? stepSession(known.session, session.lastAtMs, () => session.id) : known.session,
    attribution: known.attribution ?? attribution,
  };
}
