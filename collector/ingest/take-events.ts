import type { Rejection } from '../../src/wire/batch.js';
import type { EventRow, RejectedRow } from '../store/event-row.js';
import { checkEvent, type EventSurroundings } from './check-event.js';
import type { Fault } from './explain-schema-error.js';
import type { OpenBatch } from './open-batch.js';
import { messageIdOf, rejectedRow } from './rejected-row.js';

/** A batch, sorted into what is to be stored and what is to be kept with its reason. */
export interface TakenEvents {
  readonly rows: readonly EventRow[];
  readonly rejected: readonly RejectedRow[];
  /** For the sender, in the order of the batch. */
  readonly rejections: readonly Rejection[];
}

/** Judges every event of a batch by itself: a mistake in one does not touch the others. Never throws. */
export function takeEvents(batch: OpenBatch, around: EventSurroundings): TakenEvents {
  const rows: EventRow[] = [];
  const rejected: RejectedRow[] = [];
  const rejections: Rejection[] = [];

  function reject(index: number, raw: unknown, fault: Fault): void {
    rejected.push(rejectedRow(raw, fault, around.projectId, around.receivedAtMs));
    rejections.push({ index, messageId: messageIdOf(raw), ...fault });
  }

  batch.events.forEach((raw, index) => {
    const measured = batch.measured[index];
    if (measured && 'fault' in measured) return reject(index, raw, measured.fault);
    const verdict = checkEvent(raw as Record<string, unknown>, around);
    if ('fault' in verdict) return reject(index, raw, verdict.fault);
    rows.push(verdict.row);
  });
  return { rows, rejected, rejections };
}
