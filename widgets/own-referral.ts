import type { WidgetClient } from './connect.js';
import type { OwnReferral } from './shared/port.js';

/** The collector that a page's client sends to. */
export interface Collector {
  readonly endpoint: string;
  readonly writeKey: string;
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
  { endpoint, writeKey }: Collector,
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

  async function ask(anonymousId: string): Promise<void> {
    const reply = await fetch(`${address}/v1/referral`, {
      method: 'POST',
      body: JSON.stringify({ writeKey, anonymousId }),
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    const text = await reply.text();
    const answer = reply.ok ? read(text) : undefined;
    // A collector that gives no links will give none in this page's life.
    if (!answer && reply.status !== 404) return;
    answers.set(anonymousId, answer ?? null);
    if (client.identity().anonymousId !== anonymousId) return;
    if (answer) client.keep(LAST, text);
    changed();
  }

  return {
    state() {
      if (client.explain().closed) return undefined;
      const { anonymousId } = client.identity();
      if (!answers.has(anonymousId)) {
        answers.set(anonymousId, read(client.kept(LAST)));
        ask(anonymousId).catch(() => {
          // No network: what was last known stands.
        });
      }
      return answers.get(anonymousId);
    },
    changed,
  };
}
