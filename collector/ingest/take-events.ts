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

  function reject(index: number, raw: unknown, fault: Fault, sizeBytes: number): void {
    rejected.push(rejectedRow(raw, fault, around.projectId, around.receivedAtMs, sizeBytes));
    rejections.push({ index, messageId: messageIdOf(raw), ...fault });
  }

  batch.measured.forEach((measured, index) => {
    const raw = batch.events[index];
    const { sizeBytes } = measured;
    if ('fault' in measured) return reject(index, raw, measured.fault, sizeBytes);
    const verdict = checkEvent(raw as Record<string, unknown>, around);
    if ('fault' in verdict) return reject(index, raw, verdict.fault, sizeBytes);
    rows.push(verdict.row);
  });
  return { rows, rejected, rejections };
}
