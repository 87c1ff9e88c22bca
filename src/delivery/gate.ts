/**
 * Where lines wait, in memory, while nothing may be stored: consent is pending, or the page is only being prerendered.
 */
import type { Line } from '../core/line.js';

export interface Gate {
  /** Takes a line. Answers are let go of last. */
  hold(line: Line, answer: boolean): void;
  /** How many wait. */
  held(): number;
  /** Hands out what waits, oldest first, and forgets it. */
  release(): Line[];
}

const MAX_LINES = 1_000;
/** Of heads: many events share a context. */
const MAX_BYTES = 1_000_000;

/** @param onFull told how many lines were let go of: the oldest that is no answer, failing that the oldest. */
export function createGate(onFull: (count: number) => void): Gate {
  let waiting: { readonly line: Line; readonly answer: boolean }[] = [];
  let bytes = 0;
  return {
    hold: (line, answer) => {
      waiting.push({ line, answer });
      bytes += line.bytes;
      while (waiting.length > MAX_LINES || bytes > MAX_BYTES) {
        const oldest = waiting.findIndex((one) => !one.answer);
        const [gone] = waiting.splice(Math.max(oldest, 0), 1);
        bytes -= gone!.line.bytes;
        onFull(1);
      }
    },
    held: () => waiting.length,
    release: () => {
      const lines = waiting.map(({ line }) => line);
      waiting = [];
      bytes = 0;
      return lines;
    },
  };
}
