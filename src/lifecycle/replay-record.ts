/**
 * The record that a browser would have kept of a person, had it seen all of their events: by the browser's own code, event by event.
 */
import { outcomeOf } from './act.js';
import type { LifecycleEvent } from './event.js';
import { EMPTY_LEDGER, type Ledger } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { noteDone, noteOutcome } from './note.js';
import { stepPerson } from './person.js';
import { emptyRecord, type PersonRecord } from './record.js';
import { showingOf } from './showing-of.js';
import { stateAt } from './state.js';
import { NOTHING_TOLD, type Told } from './told.js';
import { hasOwn } from '../wire/has-own.js';

export interface RecordReplay {
  /** One more event, in order of (time, messageId), each once. */
  take(event: LifecycleEvent): void;
  /** @param nowMs what is known only by the time, the segments, is as it is then. */
  record(nowMs: number): PersonRecord;
}

/**
 * Takes a person's events and gives their record. What was told of them is what their own reports say, whichever device told it; of
 * what was shown, that which had an outcome: a showing that nobody touched makes no event.
 */
export function createRecordReplay(lifecycle: Lifecycle): RecordReplay {
  const empty = emptyRecord(lifecycle);
  let { person } = empty;
  let told: Told = NOTHING_TOLD;
  let ledger: Ledger = EMPTY_LEDGER;
  return {
    take(event) {
      person = stepPerson(lifecycle, person, event);
      told = stepTold(told, event);
      ledger = stepLedger(lifecycle, ledger, event);
    },
    record: (nowMs) => ({
      ...empty,
      person,
      told: { ...told, segments: stateAt(lifecycle, person, Math.max(nowMs, person.lastAtMs)).segments },
      ledger,
    }),
  };
}

function stepTold(told: Told, { event, values }: LifecycleEvent): Told {
  const { milestone, stage, level } = values;
  if (event === 'Activation Milestone Reached' && typeof milestone === 'string' && !told.milestones.includes(milestone))
    return { ...told, milestones: [...told.milestones, milestone] };
  if (event === 'Stage Entered' && typeof stage === 'string') return { ...told, stage };
  if (event === 'Health Changed' && (level === 'healthy' || level === 'warning')) return { ...told, level };
  return told;
}

function stepLedger(lifecycle: Lifecycle, ledger: Ledger, event: LifecycleEvent): Ledger {
  const { messageId, atMs, values } = event;
  const told = outcomeOf(event);
  const play = told && lifecycle.plays.find(({ show }) => show === told.widget);
  if (play) {
    const shown = noteDone(lifecycle, ledger, play, showingOf(messageId), atMs - 1);
    return noteOutcome(lifecycle, shown, play, told.outcome, messageId, atMs);
  }
  const { experiment_name: name, variation_name: variant } = values;
  if (event.event !== 'Experiment Viewed' || typeof name !== 'string' || typeof variant !== 'string') return ledger;
  // Of an experiment by account it does not say of which.
  const isKnown = hasOwn(lifecycle.experiments, name) && lifecycle.experiments[name]!.by !== 'account';
  if (!isKnown || hasOwn(ledger.assigned, name)) return ledger;
  return { ...ledger, assigned: { ...ledger.assigned, [name]: [variant, atMs] } };
}
