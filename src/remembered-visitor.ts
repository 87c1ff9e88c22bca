/**
 * Who this browser's visitor is: written down, read again where another page may have changed it, and forgotten.
 */
import type { createClock } from './browser/clock.js';
import { localText } from './browser/local-text.js';
import { adoptVisitor } from './core/adopt-visitor.js';
import { stepAttribution, type Landing } from './core/attribution.js';
import { toJson } from './core/json.js';
import { isRunning, stepSession, type Session } from './core/session.js';
import { readVisitor, type Visitor } from './core/visitor.js';
import type { Permission } from './permission.js';

export interface RememberedVisitor {
  /** As this page knew them last. */
  _latest(): Visitor;
  /** As they are now: another page of this browser may have signed somebody in or out meanwhile. */
  _recall(): Visitor;
  _remember(next: Visitor): void;
  /** Somebody new, not yet remembered. */
  _beginAfresh(): Visitor;
  /** They do something now, in the session of which it is. */
  _visit(nowMs: number): Visitor & { readonly session: Session };
  /** The page is left: what it knows of the session is written down. */
  _leave(): void;
  /**
   * It may look at what is stored: who this page took them for until then, and who they are.
   *
   * @param again it may already: only a subdomain may have begun another visitor.
   */
  _adopt(again: boolean): { readonly _own: Visitor; readonly _known: Visitor };
  /** Somebody new in memory; `mayAsk`: who was known may still ask the collector to be forgotten. */
  forget(mayAsk: boolean): void;
  /** All ids that the collector may know them by, and no longer after this. */
  _letGo(): readonly string[];
}

/** How often the session's latest event is written down, in milliseconds: seldom, because the write is synchronous. */
const REMEMBER_EVERY_MS = 5_000;

/**
 * @param name the key under which they are kept in `localStorage`.
 * @param landing where the visit came from; null for nowhere new.
 */
export function rememberVisitor(
  name: string,
  clock: ReturnType<typeof createClock>,
  newId: () => string,
  permission: Permission,
  landing: Landing | null,
): RememberedVisitor {
  let visitor = readVisitor(null, newId);
  let keptText: string | null = null;
  let rememberedAtMs = -Infinity;
  /** Whom the collector may know, until they are forgotten. */
  let knownId: string | null = null;
  /** A new visitor was begun before the stored one could be looked at. */
  let afresh = false;
  /** What this visit adds to the attribution, until it is added. */
  let arrival = landing;
  if (landing) visitor = { ...visitor, attribution: stepAttribution(null, landing, clock.now()) };

  const readStored = (): Visitor | null => {
    const text = localText.read(name);
    return text === null ? null : readVisitor(text, newId);
  };
  const recall = (): Visitor => {
    if (permission.closed()) return visitor;
    const text = localText.read(name);
    if (text !== keptText) {
      keptText = text;
      visitor = readVisitor(text, newId);
    }
    return visitor;
  };
  const remember = (next: Visitor): void => {
    visitor = next;
    if (permission.closed()) return;
    afresh = false;
    rememberedAtMs = clock._monotonicMs();
    knownId = next.identity.anonymousId;
    permission.share(knownId, visitor.attribution?.referral);
    const text = toJson(visitor, { _depth: 6, entries: 64, text: 2048 }).json;
    // Where it cannot be written, what is there is not what holds.
    keptText = localText.write(name, text) ? text : localText.read(name);
  };

  return {
    _latest: () => visitor,
    _recall: recall,
    _remember: remember,
    _beginAfresh: () => {
      afresh = true;
      arrival = null;
      return readVisitor(null, newId);
    },
    _visit: (nowMs) => {
      const before = recall().session;
      const session = stepSession(before, nowMs, newId);
      const now = (visitor = { ...visitor, session });
      if (session.id !== before?.id || clock._monotonicMs() - rememberedAtMs > REMEMBER_EVERY_MS) remember(visitor);
      return now;
    },
    _leave: () => {
      // Only when the latest event was: who the person is may have changed on another page since.
      const { session } = visitor;
      if (session && recall().session?.id === session.id) remember({ ...visitor, session });
    },
    _adopt: (again) => {
      const { anonymousId: sharedId, referral: sharedReferral } = permission.shared();
      const stored = again ? recall() : afresh ? null : readStored();
      // Who was signed in here is not who is signed in there.
      const own: Visitor = again
        ? { identity: { ...visitor.identity, userId: null, groupId: null }, session: null, attribution: null }
        : visitor;
      const known = adoptVisitor(own, stored, afresh ? null : sharedId);
      const { attribution } = known;
      const arrived = arrival && (known !== own || !attribution);
      const nowMs = clock.now();
      const running = !!known.session && !!stored?.session && isRunning(stored.session, nowMs);
      const came = arrived ? stepAttribution(attribution, arrival!, nowMs, running) : attribution;
      const referral = came && (came.referral ?? (sharedId === known.identity.anonymousId ? sharedReferral : null));
      remember({ ...known, attribution: referral ? { ...came, referral } : came });
      arrival = null;
      return { _own: own, _known: known };
    },
    forget: (mayAsk) => {
      if (mayAsk) knownId ??= readStored()?.identity.anonymousId ?? null;
      visitor = readVisitor(null, newId);
      keptText = null;
    },
    _letGo: () => {
      const ids = new Set([knownId, readStored()?.identity.anonymousId, permission.shared().anonymousId]);
      knownId = null;
      return [...ids].filter(Boolean) as string[];
    },
  };
}
