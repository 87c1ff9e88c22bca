import type { Campaign, Referral, Touch } from '../wire/event.js';
import { sameSite } from './same-site.js';

/** Where a page was opened from. */
export interface Landing {
  /** Origin and path, without query or hash. */
  readonly page: string;
  readonly host: string;
  /** Absolute URL, or '' where there is none. */
  readonly referrer: string;
  /** Host of `referrer`, or ''. */
  readonly _referrerHost: string;
  /** The domain whose subdomains are one site, where the page names one. */
  readonly domain?: string | undefined;
  /** A parameter of the query, decoded, or null. */
  readonly _param: (name: string) => string | null;
}

/** The first and the latest of a person's origins. */
export interface Attribution {
  readonly first: Touch;
  readonly last: Touch;
  readonly referral?: Referral;
}

// What advertising networks add to a link: Google, Meta, Microsoft, TikTok, X, LinkedIn, Reddit, Pinterest, Snapchat, Yandex, Baidu, Tencent.
const CLICK_IDS = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'fbclid',
  'msclkid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'rdt_cid',
  'epik',
  'ScCid',
  'yclid',
  'bd_vid',
  'qz_gdt',
] as const;

/** Parameters that carry a referral code, the first that is there wins. */
export const REFERRAL_PARAMS = ['aha_ref', 'ref'] as const;

const CAMPAIGN_PARAMS = {
  source: 'utm_source',
  medium: 'utm_medium',
  name: 'utm_campaign',
  term: 'utm_term',
  content: 'utm_content',
  id: 'utm_id',
} as const satisfies Record<keyof Campaign, string>;

const MAX_PARAM_LENGTH = 200;

/** For so long the first referral code counts; then another may take its place. 90 days, in milliseconds. */
const REFERRAL_MS = 7_776_000_000;

/** `context.campaign` of Segment's spec from the query's `utm_` parameters; null where there is none. */
export function readCampaign(param: Landing['_param']): Campaign | null {
  return collect(Object.entries(CAMPAIGN_PARAMS), param);
}

function collect(
  wanted: readonly (readonly [string, string])[],
  param: Landing['_param'],
): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const [key, name] of wanted) {
    const value = param(name);
    if (value) found[key] = value.slice(0, MAX_PARAM_LENGTH);
  }
  return Object.keys(found).length ? found : null;
}

/**
 * One origin, and whether it says anything: a direct visit says nothing of where the person came from, and within a running session
 * a page that sent them back, such as a payment's or a sign-in's, says nothing either.
 */
function readTouch(landing: Landing, atMs: number, running: boolean): { _touch: Touch; _direct: boolean } {
  const campaign = readCampaign(landing._param);
  const clickIds = collect(
    CLICK_IDS.map((name) => [name, name] as const),
    landing._param,
  );
  const referralCode = REFERRAL_PARAMS.map(landing._param).find(Boolean)?.slice(0, MAX_PARAM_LENGTH);
  const { referrer, host, _referrerHost: referrerHost, domain } = landing;
  const external = referrer !== '' && !sameSite(host, referrerHost, domain);
  const touch: Touch = {
    atMs,
    page: landing.page,
    ...(external && { referrer }),
    ...(campaign && { campaign }),
    ...(clickIds && { clickIds }),
    ...(referralCode && { referralCode }),
  };
  return { _touch: touch, _direct: !campaign && !clickIds && !referralCode && (running || !external) };
}

/**
 * First and last touch after a page was opened. The first is the first visit of all, direct or not, and never changes;
 * the last is the latest that was not direct. A referral code outlives both, until it lapses. Pure.
 *
 * @param running whether the page was opened within a session that runs.
 */
export function stepAttribution(
  known: Attribution | null,
  landing: Landing,
  nowMs: number,
  running = false,
): Attribution {
  const { _touch: touch, _direct: direct } = readTouch(landing, nowMs, running);
  const code = touch.referralCode;
  const referral = referralOf(known, nowMs) ?? (code ? { code, atMs: nowMs } : null);
  const referred = referral && { referral };
  if (!known) return { first: touch, last: touch, ...referred };
  return direct ? known : { first: known.first, last: touch, ...referred };
}

/** The referral code that counts now; null for none. */
export function referralOf(known: Attribution | null, nowMs: number): Referral | null {
  const { referral } = known ?? {};
  return referral && nowMs - referral.atMs < REFERRAL_MS ? referral : null;
}
