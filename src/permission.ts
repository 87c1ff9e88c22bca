/**
 * Whether this page may store and send now: by consent, which all tabs share, and not while it is only rendered ahead of a visit.
 */
import { isPrerendering } from './browser/activation.js';
import { localText } from './browser/local-text.js';
import { privacySignal } from './browser/privacy-signal.js';
import { createSharedCookie } from './browser/shared-cookie.js';
import { decideConsent, readConsent, type Consent, type ConsentState } from './core/consent.js';
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
  refresh(decidedElsewhere: boolean): void;
  /** The anonymous id that a subdomain left for this page; null where there is none. */
  readonly sharedId: string | null;
  /** And the referral code that brought its visitor there. */
  readonly sharedReferral: Referral | null;
  /** Tells the subdomains who the visitor is; null: nobody. */
  share(anonymousId: string | null, referral?: Referral): void;
  /** Stores and sends nothing else until the work is done. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function createPermission(
  consentKey: string,
  { writeKey, consent, honourPrivacySignals, cookieDomain }: KnownOptions,
  onOpen: () => void,
  onDenied: () => void,
): Permission {
  const cookie = createSharedCookie(writeKey, cookieDomain);
  let shared = cookie.read();
  /** A decision that could not be written down, or that is none yet. */
  let own: ConsentState | null = null;
  let last: string | null = 'starting';
  let works = 0;

  const inForce = (): Consent =>
    decideConsent(
      own ?? readConsent(shared.decided) ?? readConsent(localText.read(consentKey)),
      honourPrivacySignals === false ? null : privacySignal(),
      readConsent(consent),
    );
  const check = (): string | null => {
    const { state, because } = inForce();
    const reason =
      state !== 'granted' ? `consent-${state}` : works ? 'erasing' : isPrerendering() ? 'prerendering' : null;
    if (reason !== last) {
      last = reason;
      if (!reason) onOpen();
      if (state === 'denied') {
        // A refusal holds on every subdomain; a signal or the option speaks for itself there.
        cookie.write(because === 'decided' ? 'denied.' : null);
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
      const decided = state === 'pending' ? null : state;
      own = state;
      if (cookieDomain) shared = { ...shared, decided };
      if (decided !== 'granted') cookie.write(decided && 'denied.');
      check();
      // Written last: who the visitor is is there when another tab hears of it.
      if (localText.write(consentKey, decided) && decided) own = null;
    },
    refresh: (decidedElsewhere) => {
      if (decidedElsewhere) own = null;
      shared = cookie.read();
      check();
    },
    sharedId: shared.anonymousId,
    sharedReferral: shared.referral,
    share: (id, referral) => {
      const { state, because } = inForce();
      const came = referral ? `.${referral.atMs}.${referral.code}` : '';
      if (state === 'granted') cookie.write(id && `${because === 'decided' ? state : ''}.${id}${came}`);
    },
    during: async (work) => {
      works++;
      check();
      try {
        return await work();
      } finally {
        works--;
        check();
      }
    },
  };
}
