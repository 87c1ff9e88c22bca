/**
 * Where lines wait, in memory, while nothing may be stored: consent is pending, or the page is only being prerendered.
 */
export interface Gate {
  /** Takes a line. Answers are let go of last. */
  hold(line: string, answer: boolean): void;
  /** How many wait. */
  held(): number;
  /** Hands out what waits, oldest first, and forgets it. */
  release(): string[];
}

const MAX_LINES = 1_000;
/** UTF-16 code units, of which a megabyte of memory holds half as many. */
const MAX_LENGTH = 1_000_000;

/** @param onFull told how many lines were let go of: the oldest that is no answer, failing that the oldest. */
export function createGate(onFull: (count: number) => void): Gate {
  let waiting: { readonly line: string; readonly answer: boolean }[] = [];
  let length = 0;
  return {
    hold: (line, answer) => {
      waiting.push({ line, answer });
      length += line.length;
      while (waiting.length > MAX_LINES || length > MAX_LENGTH) {
        const oldest = waiting.findIndex((one) => !one.answer);
        const [gone] = waiting.splice(Math.max(oldest, 0), 1);
        length -= gone!.line.length;
        onFull(1);
      }
    },
    held: () => waiting.length,
    release: () => {
      const lines = waiting.map(({ line }) => line);
      waiting = [];
      length = 0;
      return lines;
    },
  };
}
