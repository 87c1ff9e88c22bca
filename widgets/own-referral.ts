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
    return identityToken && userId !== null ? `${anonymousId} ${userId}` : anonymousId;
  };

  /** Null where nobody vouches for the person, or whoever does is out of reach. */
  async function readToken(): Promise<string | null | undefined> {
    try {
      return typeof identityToken === 'function' ? await identityToken() : identityToken;
    } catch {
      return null;
    }
  }

  const post = (anonymousId: string, token?: string | null): Promise<Response> =>
    fetch(`${address}/v1/referral`, {
      method: 'POST',
      body: JSON.stringify({ writeKey, anonymousId, ...(token && { identityToken: token }) }),
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });

  async function ask(owner: string): Promise<void> {
    const { anonymousId } = client.identity();
    const token = owner === anonymousId ? null : await readToken();
    if (whose() !== owner) return;
    let reply = await post(anonymousId, token);
    // One that has expired, or that the collector has no secret for, takes nobody's link away: this browser's counts for them as well.
    if (token && (reply.status === 401 || reply.status === 403)) reply = await post(anonymousId);
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
          // No network: what was last known stands.
        });
      }
      return answers.get(owner);
    },
    changed,
  };
}
