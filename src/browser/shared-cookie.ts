import type { Referral } from '../wire/event.js';

interface Shared {
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
 * @param domain such as `example.com`; without one there is no cookie.
 */
export function createSharedCookie(writeKey: string, domain: string | undefined) {
  const name = `ahaloop_${writeKey}=`;
  let last: string | null = null;
  return {
    read: (): Shared => {
      const [decided, id = '', atMs, ...code] = (domain && 'document' in globalThis ? readCookie(name) : '').split('.');
      return {
        decided: decided || null,
        anonymousId: /^[\da-f-]{36}$/.test(id) ? id : null,
        referral: code[0] ? { code: code.join('.'), atMs: Number(atMs) } : null,
      };
    },
    /** Writes it where it is not so already; null removes it. */
    write: (value: string | null): void => {
      if (!domain || value === last || !('document' in globalThis)) return;
      last = value;
      const secure = location.protocol === 'https:' ? '; Secure' : '';
      const age = value === null ? 0 : MAX_AGE_S;
      try {
        document.cookie = `${name}${encodeURIComponent(value ?? '')}; Domain=${domain}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
      } catch {
        // A sandboxed frame has no cookies, and half a character cannot be in one.
      }
    },
  };
}

function readCookie(name: string): string {
  try {
    const cookie = document.cookie.split('; ').find((one) => one.startsWith(name));
    return decodeURIComponent(cookie?.slice(name.length) ?? '');
  } catch {
    return '';
  }
}
