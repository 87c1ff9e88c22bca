/**
 * Whether this page may store and send now: by consent, which all tabs share, and not while it is only rendered ahead of a visit.
 */
import { isPrerendering } from './browser/activation.js';
import { localText } from './browser/local-text.js';
import { privacySignal } from './browser/privacy-signal.js';
import { createSharedCookie, type Shared } from './browser/shared-cookie.js';
import { decideConsent, readConsent, type Consent, type ConsentState } from './core/consent.js';
import { latestDecision, nextDecision } from './core/decision.js';
import type { KnownOptions } from './core/options.js';
import type { Referral } from './wire/event.js';

export interface Permission {
  /** The consent in force. */
  consent(): Consent;
  /** Why nothing may be stored or sent, as of the latest look; null where it may. */
  closed(): string | null;
  /** Looks: another tab may have decided since. Runs `onOpen` or `onDenied` where something has changed. */
  check(): string | null;
  /** Puts a decision of the person's in force, here and in all tabs. */
  decide(state: ConsentState): void;
  /** Another tab has decided, or another subdomain may have. */
  _refresh(decidedElsewhere: boolean): void;
  /** Whom the subdomains know: the anonymous id, and the referral code that brought them; null where there is none. */
  shared(): Pick<Shared, 'anonymousId' | 'referral'>;
  /** Tells the subdomains who the visitor is; null: nobody. */
  share(anonymousId: string | null, referral?: Referral): void;
  /** Stores and sends nothing else until the work is done, for this reason. */
  _during<T>(reason: string, work: () => Promise<T>): Promise<T>;
}

export function createPermission(
  consentKey: string,
  { writeKey, consent, honourPrivacySignals, cookieDomain }: KnownOptions,
  onOpen: (again: boolean) => void,
  onDenied: () => void,
): Permission {
  const cookie = createSharedCookie(writeKey, cookieDomain);
  let cookies: readonly Shared[] = [];
  /** What this page has decided and could not write down, or `pending`, which is no decision. */
  let own: ConsentState | null = null;
  /** The decision of this page as it is stored. */
  let made: string | null = null;
  let last: string | null = 'starting';
  /** Why nothing else may be stored meanwhile: a reason for each work under way. */
  const works: string[] = [];

  const latest = (): string | null =>
    latestDecision([made, localText.read(consentKey), ...cookies.map(({ decided }) => decided)]);
  const inForce = (): Consent =>
    decideConsent(
      own ?? readConsent(latest()?.replace(/\d/g, '')),
      honourPrivacySignals === false ? null : privacySignal(),
      readConsent(consent),
    );
  const shared = (): Shared => {
    const decided = latestDecision(cookies.map((one) => one.decided));
    return cookies.find((one) => one.decided === decided) ?? cookies[0] ?? NOBODY;
  };
  /** Writes what the subdomains are to know. */
  const put = (decided: string | null, anonymousId: string | null, referral: Referral | null): void => {
    cookies = decided || anonymousId ? [{ decided, anonymousId, referral }] : [];
    const came = referral ? `.${referral.atMs}.${referral.code}` : '';
    cookie.write(cookies[0] ? `${decided ?? ''}.${anonymousId ?? ''}${came}` : null);
  };
  const check = (): string | null => {
    const news = cookie.read();
    if (news) cookies = news;
    const { state, because } = inForce();
    const reason = state !== 'granted' ? `consent-${state}` : (works[0] ?? (isPrerendering() ? 'prerendering' : null));
    if (reason !== last || (news && !reason)) {
      const again = last === null;
      last = reason;
      // A sister may have signed somebody in or out.
      if (!reason) onOpen(again);
      if (state === 'denied') {
        // A refusal holds on every subdomain; a signal or the option speaks for itself there.
        put(because === 'decided' ? latest() : null, null, null);
        onDenied();
      }
    }
    return last;
  };
  return {
    consent: inForce,
    closed: () => last,
    check,
    decide: (state) => {
      own = state;
      made = state === 'pending' ? null : nextDecision(latest(), state);
      if (state === 'denied') put(made, null, null);
      if (!made) {
        cookies = [];
        cookie.write('');
      }
      check();
      // Written last: who the visitor is is there when another tab hears of it.
      if (localText.write(consentKey, made) && made) own = null;
    },
    _refresh: (decidedElsewhere) => {
      if (decidedElsewhere) own = made = null;
      check();
    },
    shared,
    share: (id, referral) => {
      const { state, because } = inForce();
      const known = shared();
      if (state === 'granted')
        put(
          because === 'decided' ? latest() : null,
          id,
          referral ?? (id === known.anonymousId ? known.referral : null),
        );
    },
    _during: async (reason, work) => {
      works.push(reason);
      check();
      try {
        return await work();
      } finally {
        works.splice(works.indexOf(reason), 1);
        check();
      }
    },
  };
}

const NOBODY: Shared = { decided: null, anonymousId: null, referral: null };
