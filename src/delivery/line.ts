/**
 * What delivery asks of lines: what they weigh, which go last, and how they are cut into batches.
 */
import { contextBytes, sharesContext, type Line } from '../core/line.js';

/** The most events of one batch, and what they weigh together: half of what collectors take, for one that is slow to read. */
export const BATCH_EVENTS = 250;
export const BATCH_BYTES = 480 * 1024;

/** After the id: who somebody is, and among what they did their answers, their orders, and our own count of what was given up. */
const PRECIOUS = /^[^:]+:"[^"]+","type":"(identify|group|alias|track","event":"(Survey|Order|Events Dropped))/;

/** Whether an event is given up only after all others: it cannot be asked for again. */
export function isPrecious({ _head: head }: Line): boolean {
  return PRECIOUS.test(head.slice(0, 120));
}

/** What a line weighs behind another, in bytes: its UTF-8, a comma or a line break, and its context where that is another one. */
function weightBehind(line: Line, before: Line | undefined): number {
  return line.bytes + 1 + (sharesContext(line, before) ? 0 : contextBytes(line));
}

/** What lines weigh as one text, in bytes. */
export function linesBytes(lines: readonly Line[]): number {
  return lines.reduce((bytes, line, at) => bytes + weightBehind(line, lines[at - 1]), 0);
}

export interface CutRules {
  readonly _maxBytes?: number;
  readonly _maxEvents?: number;
  /** Whether each line has its context with it, whatever stands before it. */
  readonly _whole?: boolean;
}

/** Cuts lines into runs, in order, of at most so many events and bytes. A line that is larger by itself stands alone. */
export function cutLines(
  lines: readonly Line[],
  { _maxBytes: maxBytes = BATCH_BYTES, _maxEvents: maxEvents = BATCH_EVENTS, _whole: whole = false }: CutRules = {},
): (readonly Line[])[] {
  const runs: Line[][] = [];
  let bytes = 0;
  for (const line of lines) {
    let run = runs[runs.length - 1];
    bytes += weightBehind(line, whole ? undefined : run?.[run.length - 1]);
    if (!run || run.length >= maxEvents || bytes > maxBytes) {
      runs.push((run = []));
      bytes = weightBehind(line, undefined);
    }
    run.push(line);
  }
  return runs;
}
