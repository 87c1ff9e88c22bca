import type { Referral } from '../wire/event.js';
import { readDocument } from './read-document.js';

/** What one cookie says. */
export interface Shared {
  readonly decided: string | null;
  readonly anonymousId: string | null;
  readonly referral: Referral | null;
}

/** 400 days, in seconds: the most that browsers keep a cookie. Source: RFC 6265bis, section 5.5 */
const MAX_AGE_S = 400 * 24 * 60 * 60;

/**
 * One first-party cookie that the subdomains of a domain share: what was decided, who the visitor is, and when which referral code brought
 * them, `granted.0192….1780000000000.k7m2`; after a refusal the word `denied.` and nobody.
 *
 * @param given such as `example.com`; without one there is no cookie.
 */
export function createSharedCookie(writeKey: string, given: string | undefined) {
  const domain = given?.toLowerCase().replace(/^\./, '');
  const name = `ahaloop_${writeKey}=`;
  let seen: string | undefined;
  let last: string | null = null;
  /** The texts of all cookies of that name: a domain that was named before may have left another one. */
  const texts = (): string[] => {
    try {
      if (domain && 'document' in globalThis)
        return readDocument('cookie')
          .split('; ')
          .filter((one) => one.startsWith(name))
          .map((one) => decodeURIComponent(one.slice(name.length)));
    } catch {
      // A sandboxed frame has no cookies.
    }
    return [];
  };
  const set = (text: string, of: string, ageS: number): void => {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    // An element may stand in the place of `document.cookie`.
    Reflect.set(
      typeof document.cookie === 'string' ? document : Document.prototype,
      'cookie',
      `${name}${encodeURIComponent(text)}; Domain=${of}; Path=/; Max-Age=${ageS}; SameSite=Lax${secure}`,
      document,
    );
  };
  return {
    /** What each says; null where that is what they said before, or what was written here. */
    read: (): Shared[] | null => {
      const all = texts();
      if (seen === (seen = all.join())) return null;
      return all.map((text) => {
        const [decided, id = '', atMs, ...code] = text.split('.');
        return {
          decided: decided || null,
          anonymousId: /^[\da-f-]{36}$/.test(id) ? id : null,
          referral: code[0] ? { code: code.join('.'), atMs: Number(atMs) } : null,
        };
      });
    },
    /** Writes it where it is not so already; '' removes it, null what was written here. Those of other domains go. */
    write: (value: string | null): void => {
      if (!domain || value === last || !('document' in globalThis)) return;
      last = value;
      try {
        set(value ?? '', domain, value ? MAX_AGE_S : 0);
        if (texts().length > (value ? 1 : 0)) {
          for (const parts = location.hostname.split('.'); parts.length; parts.shift()) {
            const other = parts.join('.');
            if (other !== domain) set('', other, 0);
          }
        }
      } catch {
        // A sandboxed frame has no cookies, and half a character cannot be in one.
      }
      seen = texts().join();
    },
  };
}
