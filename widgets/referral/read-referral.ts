import { CHANNELS, isChannel, type Channel } from './channels.js';

/** Tells of a mistake in the settings; what is wrong is left out. */
export type Refuse = (code: string, value: unknown, remedy: string) => void;

/** Channels in the order they are given, each once: a list, or a text with spaces or commas between them. */
export function readChannels(given: unknown, refuse: Refuse): readonly Channel[] {
  const names: readonly unknown[] = Array.isArray(given)
    ? given
    : String(given)
        .split(/[\s,]+/)
        .filter(Boolean);
  return [...new Set(names)].filter((name) => {
    const known = isChannel(name);
    if (!known) refuse('channel-unknown', name, `use some of ${CHANNELS.join(', ')}`);
    return known;
  });
}

/** Letters, digits and `-._~`: what stands in an address as it is. */
const CODE = /^[\w.~-]{1,64}$/;

/** A person's own link and the code in it. */
export interface OwnLink {
  readonly link: string;
  readonly code: string;
}

/**
 * The link that the page gives, with `{code}` in it replaced, or made of the code alone: the page's own site with `?aha_ref=`.
 * Null where neither is given or can be used.
 */
export function readLink(link: unknown, code: unknown, base: string, refuse: Refuse): OwnLink | null {
  const textOf = (text: unknown): string => (typeof text === 'string' ? text.trim() : '');
  const address = textOf(link);
  let own = textOf(code);
  if (own && !CODE.test(own)) {
    refuse('code-invalid', own, 'give 1–64 letters, digits and -._~');
    own = '';
  }
  if (!address && !own) return null;
  try {
    const url = new URL(address ? address.replaceAll('{code}', own) : `/?aha_ref=${own}`, base);
    if (/^https?:$/.test(url.protocol) && url.href.length <= 1024 && (own || !address.includes('{code}')))
      return { link: url.href, code: own };
  } catch {
    // No address: told below.
  }
  refuse('link-invalid', address, 'give an http or https address of at most 1,024 characters');
  return null;
}
