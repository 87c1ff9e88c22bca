/**
 * Where lines wait, in memory, while nothing may be stored: consent is pending, or the page is only being prerendered.
 */
import type { Line } from '../core/line.js';

export interface Gate {
  /** Takes a line. Answers are let go of last. */
  _hold(line: Line, answer: boolean): void;
  /** How many wait. */
  _held(): number;
  /** Hands out what waits, oldest first, and forgets it. */
  _release(): Line[];
}

const MAX_LINES = 1_000;
/** Of heads: many events share a context. */
const MAX_BYTES = 1_000_000;

/** @param onFull told how many lines were let go of: the oldest that is no answer, failing that the oldest. */
export function createGate(onFull: (count: number) => void): Gate {
  let waiting: { readonly _line: Line; readonly answer: boolean }[] = [];
  let bytes = 0;
  return {
    _hold: (line, answer) => {
      waiting.push({ _line: line, answer });
      bytes += line.bytes;
      while (waiting.length > MAX_LINES || bytes > MAX_BYTES) {
        const oldest = waiting.findIndex((one) => !one.answer);
        const [gone] = waiting.splice(Math.max(oldest, 0), 1);
        bytes -= gone!._line.bytes;
        onFull(1);
      }
    },
    _held: () => waiting.length,
    _release: () => {
      const lines = waiting.map(({ _line: line }) => line);
      waiting = [];
      bytes = 0;
      return lines;
    },
  };
}
