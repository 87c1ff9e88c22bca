import type { LifecycleStarter } from '../lifecycle/port.js';
import type { IdentityToken } from '../wire/person.js';
import type { ConsentState } from './consent.js';
import { hasOwn } from '../wire/has-own.js';

/** What `createClient` takes. */
export interface ClientOptions {
  /** Which project the events are for. Public: it can only add. */
  readonly writeKey: string;
  /** The collector's address, `https://collect.example.com`; `/v1/batch` is added to it. */
  readonly endpoint: string;
  /** Upload when so many events wait. Default 30. */
  readonly flushAt?: number;
  /** Upload when the oldest event has waited so long, in milliseconds. Default 2,000. */
  readonly flushAfterMs?: number;
  /** Say in the console what happens to each event. Default false. */
  readonly debug?: boolean;
  /**
   * Whether the person may be tracked before they have decided: `granted` (default), `pending` (keep events in memory and touch
   * nothing until `consent()` is called) or `denied`. What they decided on an earlier page wins.
   */
  readonly consent?: ConsentState;
  /** Take Global Privacy Control and Do Not Track for a refusal unless the person has granted consent here. Default true. */
  readonly honourPrivacySignals?: boolean;
  /** More names whose values are secrets, in queries, properties and traits: `["iban"]`. At most 100. */
  readonly redact?: readonly string[];
  /** Share the anonymous id and the decision among the subdomains of this domain, by one cookie: `example.com`. Default: no cookie. */
  readonly cookieDomain?: string;
  /** What `defineLifecycle` made, or a promise of it: what is captured before it comes is not missed. Default: none. */
  readonly lifecycle?: LifecycleStarter | Promise<LifecycleStarter | null>;
  /**
   * What the site's server has signed for who is signed in, or a function that fetches it: with it, the lifecycle knows what the
   * person did on other devices (docs/lifecycle.md). Default: none.
   */
  readonly identityToken?: IdentityToken;
}

/** Options that are known to be right; what is left out may be undefined. */
export type KnownOptions = Pick<ClientOptions, 'writeKey' | 'endpoint'> & {
  readonly [option in keyof ClientOptions]: ClientOptions[option] | undefined;
};

/** One mistake in the options: a stable code, the value, and what to do about it. */
export interface OptionMistake {
  readonly code: 'options-missing' | 'option-unknown' | 'option-invalid';
  readonly option: string;
  readonly value: unknown;
  readonly remedy: string;
}

/** A switch of the tag: on by its name alone (`data-debug`), off by `false`, `0`, `no` or `off`, as templates write it. */
export function readSwitch(text: string | undefined, unset: boolean): boolean {
  return text === undefined ? unset : !/^\s*(false|0|no|off)\s*$/i.test(text);
}

/** A write key is 1–128 letters, digits or `-._~`: it may stand in an address and in a storage key. */
export function isWriteKey(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~-]{1,128}$/.test(value);
}

/** A collector's address: http or https, a host or an IPv6 address in brackets, perhaps a port and a path, no query. */
export function isEndpoint(value: unknown): value is string {
  const port =
    typeof value === 'string' &&
    /^https?:\/\/(?:[^\s/?#:@[\]]+|\[[\da-f:]+])(?::(\d{1,5}))?(?:\/[^\s?#]*)?$/i.exec(value);
  return !!port && Number(port[1] ?? 0) < 65_536;
}

/** A domain with a dot in it, as a cookie may name it: neither an IP address nor a port. */
function isDomain(value: unknown): value is string {
  return typeof value === 'string' && value.length < 254 && /^([\w-]{1,63}\.)+[a-z][\w-]{0,62}$/i.test(value);
}

function isNames(value: unknown): value is string[] {
  const isName = (name: unknown): boolean => typeof name === 'string' && /^.{1,64}$/.test(name);
  return Array.isArray(value) && value.length <= 100 && value.every(isName);
}

const isStarter = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('run' in value || 'then' in value);

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

interface Rule {
  readonly allows: (value: unknown) => boolean;
  readonly remedy: string;
}

const isWhole = (from: number, to: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to;

const RULES: { readonly [option in keyof Required<ClientOptions>]: Rule } = {
  writeKey: {
    allows: isWriteKey,
    remedy: 'pass the write key that the collector printed when it started, such as "wk_…"',
  },
  endpoint: {
    allows: isEndpoint,
    remedy: 'pass the collector\'s address, such as "https://collect.example.com"',
  },
  flushAt: { allows: isWhole(1, 250), remedy: 'pass a whole number of events from 1 to 250, or leave it out for 30' },
  flushAfterMs: {
    allows: isWhole(0, 600_000),
    remedy: 'pass whole milliseconds from 0 to 600000, or leave it out for 2000',
  },
  debug: { allows: isBoolean, remedy: 'pass true or false, or leave it out for false' },
  consent: {
    allows: (value) => ['granted', 'pending', 'denied'].includes(value as string),
    remedy: 'pass "granted", "pending" or "denied", or leave it out for "granted"',
  },
  honourPrivacySignals: { allows: isBoolean, remedy: 'pass true or false, or leave it out for true' },
  redact: { allows: isNames, remedy: 'pass a list of at most 100 names, such as ["iban"], or leave it out' },
  cookieDomain: {
    allows: isDomain,
    remedy: 'pass the domain that the subdomains share, such as "example.com", or leave it out for no cookie',
  },
  lifecycle: {
    allows: isStarter,
    remedy: 'pass what defineLifecycle() made, from "ahaloop/lifecycle", or a promise of it; or leave it out',
  },
  identityToken: {
    allows: (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
    remedy: 'pass the token that your server made, or a function that fetches one; or leave it out',
  },
};

const REQUIRED: readonly string[] = ['writeKey', 'endpoint'] satisfies (keyof ClientOptions)[];

/**
 * Every mistake in what was passed to `createClient`; none for right options. Pure.
 *
 * @param options its own properties only: one without a prototype.
 */
export function checkOptions(options: unknown): OptionMistake[] {
  if (typeof options !== 'object' || options === null) {
    const remedy = 'pass an object: createClient({ writeKey: "wk_…", endpoint: "https://collect.example.com" })';
    return [{ code: 'options-missing', option: 'options', value: options, remedy }];
  }
  const given = options as Record<string, unknown>;
  const names = Object.keys(RULES) as (keyof ClientOptions)[];
  const unknown = Object.keys(given)
    .filter((name) => !hasOwn(RULES, name))
    .map((name) => ({
      code: 'option-unknown' as const,
      option: name,
      value: given[name],
      remedy: `there is no such option; there are ${names.join(', ')}`,
    }));
  const invalid = names
    .filter((name) => (given[name] === undefined ? REQUIRED.includes(name) : !RULES[name].allows(given[name])))
    .map((name) => ({
      code: 'option-invalid' as const,
      option: name,
      value: given[name],
      remedy: RULES[name].remedy,
    }));
  return [...unknown, ...invalid];
}
