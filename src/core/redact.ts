/**
 * What must not be stored: secrets by the name they stand under, e-mail addresses and card numbers by their shape.
 *
 * Every pattern is bounded on both sides of its anchor, so that the time grows with the text and no faster.
 */

import type { Landing } from './attribution.js';
import { REDACTED } from './json.js';

export interface Redaction {
  /** Whether what stands under this name is a secret. */
  readonly _hides: (name: string) => boolean;
  /** The text without the secrets in its queries, without card numbers and, unless `emails` is false, without e-mail addresses. */
  readonly _cleans: (text: string, name?: string, emails?: boolean) => string;
}

// Suffixes catch reset_token, userPassword and user[password]; what is a word of its own must stand alone.
const SECRETS =
  '[\\w.~[%-]{0,40}(?:token|passw(?:or)?d|secret|authorization|signature|(?:api.?|private_)key|session.?id|card.?number)' +
  '|auth|pwd|sid|jwt|otp|ssn|cvv|cvc|sig';

// Most texts hold none of this, and are looked at no further.
const SUSPECT = /[@=%]|\d[\d +-]{12}/;

// An authorization code comes with a state. Source: RFC 6749, section 4.1.2
const STATE = /[?&]state=/;
const CODE = /([?&]code=)[^&#\s]+/g;

// The part after the sign, which may be percent-encoded more than once. Sought from the sign: from the part before it the time would
// grow with 64 times the text.
const DOMAIN = /(?:@|%(?:25){0,3}40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{N}-]{1,23}/gu;
const LOCAL = /[\p{L}\p{N}._%+'-]/u;
/** RFC 5321, section 4.5.3.1.1. */
const LOCAL_LENGTH = 64;

// 16 digits in fours and perhaps three more, or 4-6-4 and 4-6-5; the gap is the same throughout, or a UUID would be one now and then.
const DIGITS =
  /(^|[^a-z\d]|%[\da-f]{2})(\d{4}([ +-]|%20|%2d|)(?:\d{4}\3\d{4}\3\d{4}(?:\3\d{3})?|\d{6}\3\d{4,5}))(?![a-z\d])/gi;
// Diners Club, American Express; Mastercard, JCB, Visa, UnionPay, Discover, Maestro. ISO/IEC 7812-1 as it is in use.
const ISSUED = /^(?:3[0689]\d{12}|3[47]\d{13}|(?:2[2-7]|35|[456]\d)\d{14}(?:\d{3})?)$/;
// Some networks count their clicks in 19 digits: what marketing is measured by is left alone.
const MARKETING = /(?:clid|bd_vid|qz_gdt|rdt_cid|ref|utm_[a-z]+)=$/i;

/**
 * @param names more names of secrets, in queries, properties and traits; upper and lower case are the same.
 */
export function createRedaction(names: readonly string[] = []): Redaction {
  const all = [SECRETS, ...names.map((name) => name.replace(/[^\w ]/g, '\\$&'))].join('|');
  const secret = new RegExp(`^(?:${all})$`, 'i');
  const inQuery = new RegExp(`((?:^|[?&#;]|%(?:3f|26|23|3b))(?:${all})(?:]|%5d)?(?:=|%3d))(?:(?!%26)[^&#;\\s])+`, 'gi');
  return {
    _hides: (name) => secret.test(name),
    _cleans: (text, name = '', emails = true) => {
      if (!SUSPECT.test(text)) return text;
      let clean = text.replace(inQuery, `$1${REDACTED}`);
      if (STATE.test(clean)) clean = clean.replace(CODE, `$1${REDACTED}`);
      if (emails) clean = mask(clean, DOMAIN, '[email]', findEmail);
      return mask(clean, DIGITS, '[card]', findCard(name));
    },
  };
}

/** Where the page was opened from, as it may be stored. */
export function redactLanding(landing: Landing | null, { _cleans: cleans }: Redaction): Landing | null {
  return (
    landing && {
      ...landing,
      page: cleans(landing.page),
      referrer: cleans(landing.referrer),
      _param: (name) => {
        const value = landing._param(name);
        return value && cleans(value, name);
      },
    }
  );
}

/** Where in the text what was matched begins; null where it is nothing. `from`: what is before it has been dealt with. */
type Find = (match: RegExpExecArray, text: string, from: number) => number | null;

/** The text with a note in place of each match from where `find` says that it begins. */
function mask(text: string, pattern: RegExp, note: string, find: Find): string {
  let masked = '';
  let from = 0;
  pattern.lastIndex = 0;
  for (let match; (match = pattern.exec(text));) {
    const begin = find(match, text, from);
    if (begin === null) {
      // It may begin within what was matched.
      pattern.lastIndex = match.index + 1;
    } else {
      masked += text.slice(from, begin) + note;
      from = pattern.lastIndex;
    }
  }
  return masked + text.slice(from);
}

const findEmail: Find = ({ index }, text, from) => {
  let begin = index;
  const limit = Math.max(from, begin - LOCAL_LENGTH);
  while (begin > limit && LOCAL.test(text[begin - 1]!)) begin--;
  return begin < index ? begin : null;
};

const findCard =
  (name: string): Find =>
  ({ index, 1: gap, 2: found }, text) => {
    const begin = index + gap!.length;
    const digits = found!.replace(/%\w\w|\D/g, '');
    const before = begin ? text.slice(Math.max(0, begin - 16), begin) : `${name}=`;
    // After 16 digits in groups three more may be the security code.
    const card = isCard(digits) || (found !== digits && isCard(digits.slice(0, 16)));
    return card && !MARKETING.test(before) ? begin : null;
  };

/** Whether digits are a card's: its issuer's first ones, its length and its check digit (Luhn, ISO/IEC 7812-1 annex B). */
function isCard(digits: string): boolean {
  if (!ISSUED.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (1 + (i % 2));
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
