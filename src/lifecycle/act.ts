/**
 * What is done for a person in front of a page, and what of it must be noted, in one step: it is done by the tab whose transaction
 * noted it, and by no other.
 */
import { decide, type Decision } from './arbiter.js';
import type { LifecycleEvent } from './event.js';
import { expose, variantOf, type Exposure, type Ids } from './exposure.js';
import { passAtMs, type Moment } from './gates.js';
import type { Ledger, Outcome } from './ledger.js';
import type { Lifecycle, Play } from './lifecycle.js';
import { lookAhead, nextChangeMs } from './look-ahead.js';
import { noteDone, noteOutcome, noteSuppressed } from './note.js';
import type { PersonRecord } from './record.js';
import { askPerson, type Surroundings } from './state.js';
import { noteEvent } from './waiting.js';
import { hasOwn } from '../wire/has-own.js';

/** The page that something may be done in. */
export interface Page {
  readonly nowMs: number;
  readonly path: string;
  /** Null for whom acts for no account. */
  readonly account: string | null;
  /** Whether the person looks at it, and somebody listens who can show and call. */
  readonly ready: boolean;
  /** The play that it shows on each surface. */
  readonly shown: { readonly [surface: string]: string };
  /** Its own prompts that claim the person's attention. */
  readonly claims: readonly string[];
}

export interface Acts {
  readonly ledger: Ledger;
  readonly show: Play | null;
  readonly calls: readonly Play[];
  readonly suppressed: readonly Play[];
  readonly exposures: readonly Exposure[];
  /** When to look again, as something may be done by time alone; epoch milliseconds; null: never. */
  readonly nextAtMs: number | null;
}

/** How long something may be shown in another tab that nobody has heard of since, in milliseconds. */
const SHOWN_ELSEWHERE_MS = 30 * 60_000;

/** Plays that were shown and of which nothing was heard since, by when. */
function* open({ entries }: Ledger): Generator<readonly [play: string, atMs: number]> {
  const last = new Map(entries.filter(([, , what]) => what !== 'suppressed').map((entry) => [entry[3], entry]));
  for (const [play, [, atMs, what]] of last) if (what === 'shown') yield [play, atMs];
}

/** What was shown so long ago that its page is gone: nobody has touched it. */
export function noteIgnored(lifecycle: Lifecycle, ledger: Ledger, nowMs: number): Ledger {
  let noted = ledger;
  for (const [name, atMs] of open(ledger)) {
    const play = lifecycle.plays.find(({ id }) => id === name);
    if (!play || atMs > nowMs - SHOWN_ELSEWHERE_MS) continue;
    noted = noteOutcome(lifecycle, noted, play, 'ignored', `ignored:${name}:${atMs}`, atMs + 1);
  }
  return noted;
}

export const idsOf = ({ knownAs }: PersonRecord, { account }: Page): Ids => ({ person: knownAs, account });

/** What a play may ask for beside the person's own events. */
export function surroundingsOf(lifecycle: Lifecycle, record: PersonRecord, page: Page): Surroundings {
  const ids = idsOf(record, page);
  return { path: page.path, assigned: (name) => variantOf(lifecycle, record.ledger, name, ids) };
}

function momentOf(lifecycle: Lifecycle, record: PersonRecord, page: Page): Moment {
  const { ledger, person, knownAs } = record;
  const { nowMs, shown, claims } = page;
  const own = Object.values(shown);
  return {
    lifecycle,
    ledger,
    nowMs,
    check: askPerson(lifecycle, person, nowMs, surroundingsOf(lifecycle, record, page)).check,
    shown,
    elsewhere: [...open(ledger)]
      .filter(([play, atMs]) => atMs > nowMs - SHOWN_ELSEWHERE_MS && !own.includes(play))
      .map(([play]) => play),
    claims,
    holdoutId: knownAs,
  };
}

/** The gates of each play, as they are now: what `act` goes by, and when a condition will hold by time alone. */
export function explainPlays(lifecycle: Lifecycle, record: PersonRecord, page: Page): Decision['explanations'] {
  const ahead = lookAhead(lifecycle, record.person, page.nowMs, surroundingsOf(lifecycle, record, page));
  return decide({ ...momentOf(lifecycle, record, page), ahead }).explanations;
}

/** Notes what has happened, decides what is to be done now, and notes that it is done. */
export function act(
  lifecycle: Lifecycle,
  record: PersonRecord,
  events: readonly LifecycleEvent[],
  page: Page,
  newId: () => string,
): Acts {
  const { nowMs } = page;
  const ids = idsOf(record, page);
  const exposures: Exposure[] = [];
  let { ledger } = record;
  const see = (names: readonly string[]): void => {
    const told = expose(lifecycle, ledger, names, ids, nowMs);
    ledger = told.ledger;
    exposures.push(...told.exposures);
  };
  const moment = momentOf(lifecycle, record, page);
  for (const event of events) {
    const noted = noteEvent(lifecycle, ledger, event, moment.check);
    ledger = noted.ledger;
    see(noted.exposures);
  }
  const decision = decide({ ...moment, ledger });
  ledger = decision.ledger;
  const nextMs = Object.values(decision.explanations).flatMap((gates) => passAtMs(gates) ?? []);
  const changeMs = nextChangeMs(lifecycle, record.person, nowMs);
  const later = [...nextMs, ...(changeMs === null ? [] : [changeMs])].filter((atMs) => atMs > nowMs);
  const nextAtMs = later.length ? Math.min(...later) : null;
  if (!page.ready) return { ledger, show: null, calls: [], suppressed: [], exposures, nextAtMs };
  see(decision.exposures);
  const { show, calls, suppressed } = decision;
  for (const play of suppressed) ledger = noteSuppressed(ledger, play, newId(), nowMs);
  for (const play of show ? [...calls, show] : calls) ledger = noteDone(lifecycle, ledger, play, newId(), nowMs);
  return { ledger, show, calls, suppressed, exposures, nextAtMs };
}

/** What an event of a widget says of the play that shows it. */
const OUTCOMES: { readonly [event: string]: Outcome } = {
  'Survey Submitted': 'answered',
  'Survey Dismissed': 'dismissed',
  'Survey Snoozed': 'snoozed',
  'Checklist Completed': 'answered',
  'Checklist Dismissed': 'dismissed',
  'Checklist Snoozed': 'snoozed',
  'Referral Shared': 'answered',
  'Referral Prompt Dismissed': 'dismissed',
  'Referral Prompt Snoozed': 'snoozed',
  'Promotion Clicked': 'answered',
  'Promotion Dismissed': 'dismissed',
  'Promotion Snoozed': 'snoozed',
  'Rewards Dismissed': 'dismissed',
};
const WIDGET_IDS = ['survey_id', 'checklist_id', 'referral_id', 'promotion_id', 'rewards_id'];

/** The outcome that an event is of a widget, by the widget's name; null for none. */
export function outcomeOf({
  event,
  values,
}: LifecycleEvent): { readonly widget: string; readonly outcome: Outcome } | null {
  const outcome = hasOwn(OUTCOMES, event) ? OUTCOMES[event] : undefined;
  const widget = WIDGET_IDS.map((name) => values[name]).find((id) => typeof id === 'string');
  return outcome && typeof widget === 'string' ? { widget, outcome } : null;
}
