import type { IdentityToken } from '../src/wire/person.js';
import type { WidgetClient } from './connect.js';
import type { OwnReferral } from './shared/port.js';

/** The collector that a page's client sends to. */
export interface Collector {
  readonly endpoint: string;
  readonly writeKey: string;
  /** Who vouches for the person: then their link is the same on all their devices. */
  readonly identityToken?: IdentityToken | undefined;
}

interface OwnReferralSource {
  /** Undefined while it is not known, null where the collector gives none. */
  state(): OwnReferral | null | undefined;
  changed(): void;
}

/** What was last known, so that a page without a network shows it as well. */
const LAST = 'referral:last';

/**
 * The person's own referral link as the collector gives it, asked for once a page and person. Nothing is asked while nothing may be stored.
 *
 * @param changed it is known, or is another.
 */
export function createOwnReferral(
  client: Pick<WidgetClient, 'identity' | 'explain' | 'kept' | 'keep'>,
  { endpoint, writeKey, identityToken }: Collector,
  changed: () => void,
): OwnReferralSource {
  const address = endpoint.replace(/\/+$/, '');
  const answers = new Map<string, OwnReferral | null | undefined>();

  const read = (json: string | null): OwnReferral | undefined => {
    try {
      const { code, invitations } = JSON.parse(json!) as { code?: unknown; invitations?: OwnReferral['invitations'] };
      if (typeof code === 'string') return { code, link: `${address}/r/${code}`, invitations: invitations ?? {} };
    } catch {
      // Nothing was kept, or it is no answer of ours.
    }
    return undefined;
  };

  /** Whose link it is: of this browser, unless somebody is signed in who can be vouched for. */
  const whose = (): string => {
    const { anonymousId, userId } = client.identity();
    return JSON.stringify([anonymousId, identityToken ? userId : null]);
  };

  async function ask(owner: string): Promise<void> {
    const [anonymousId, userId] = JSON.parse(owner) as [string, string | null];
    const token = userId !== null && (typeof identityToken === 'function' ? await identityToken() : identityToken);
    if (whose() !== owner) return;
    const reply = await fetch(`${address}/v1/referral`, {
      method: 'POST',
      body: JSON.stringify({ writeKey, anonymousId, ...(token && { identityToken: token }) }),
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    const text = await reply.text();
    const answer = reply.ok ? read(text) : undefined;
    // A collector that gives no links will give none in this page's life.
    if (!answer && reply.status !== 404) return;
    answers.set(owner, answer ?? null);
    if (whose() !== owner) return;
    if (answer) client.keep(LAST, text);
    changed();
  }

  return {
    state() {
      if (client.explain().closed) return undefined;
      const owner = whose();
      if (!answers.has(owner)) {
        answers.set(owner, read(client.kept(LAST)));
        ask(owner).catch(() => {
          // No network, or nobody vouches: what was last known stands.
        });
      }
      return answers.get(owner);
    },
    changed,
  };
}
