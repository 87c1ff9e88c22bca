/**
 * A line: one event as JSON text, its `messageId` first, so that its id can be read without parsing it.
 */
import { utf8Bytes } from '../core/json.js';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from '../wire/limits.js';

const PREFIX = '{"messageId":"';
const UUID_LENGTH = 36;

export function lineId(line: string): string {
  return line.slice(PREFIX.length, PREFIX.length + UUID_LENGTH);
}

/** Opens a line; the caller adds the other fields and the closing brace. */
export function openLine(messageId: string): string {
  return `${PREFIX}${messageId}"`;
}

/** After the id: who somebody is, and among what they did their answers, their orders, and our own count of what was given up. */
const PRECIOUS = /^","type":"(identify|group|alias|track","event":"(Survey|Order|Events Dropped))/;

/** Whether an event is given up only after all others: it cannot be asked for again. */
export function isPrecious(line: string): boolean {
  return PRECIOUS.test(line.slice(PREFIX.length + UUID_LENGTH, PREFIX.length + UUID_LENGTH + 60));
}

/** What lines weigh in a batch: their UTF-8, and a comma each. */
export function linesBytes(lines: readonly string[]): number {
  return lines.reduce((bytes, line) => bytes + utf8Bytes(line) + 1, 0);
}

/**
 * Cuts lines into runs, in order, of at most so many events and bytes. A line that is larger than `maxBytes` by itself
 * stands alone.
 */
export function cutLines(
  lines: readonly string[],
  maxBytes = MAX_BATCH_BYTES,
  maxEvents = MAX_BATCH_EVENTS,
): (readonly string[])[] {
  const runs: string[][] = [];
  let bytes = Infinity;
  for (const line of lines) {
    const size = linesBytes([line]);
    const run = runs.at(-1);
    if (run && run.length < maxEvents && bytes + size <= maxBytes) {
      run.push(line);
      bytes += size;
    } else {
      runs.push([line]);
      bytes = size;
    }
  }
  return runs;
}
