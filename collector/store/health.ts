import type { DamagedPart } from './damaged-parts.js';

/** What can be said of the store without looking at what it holds. */
export interface Health {
  /** The engine's name and version. */
  readonly engine: string;
  readonly damaged: readonly DamagedPart[];
}

export interface HealthOptions {
  /** Rejects when the engine does not answer or cannot write. */
  readonly check: () => Promise<Health>;
  /** For so long an answer is repeated, in milliseconds: anybody may ask. Default 5,000. */
  readonly goodForMs?: number;
  /** Milliseconds that only grow. */
  readonly elapsedMs?: () => number;
}

/** Asks the store how it is, and not more often than that is worth. */
export function rememberHealth({
  check,
  goodForMs = 5_000,
  elapsedMs = () => performance.now(),
}: HealthOptions): () => Promise<Health> {
  let last: Promise<Health> | undefined;
  let untilMs = 0;
  return () => {
    if (last === undefined || elapsedMs() >= untilMs) {
      last = check();
      // While one is under way it is the answer for all.
      untilMs = Infinity;
      const end = () => (untilMs = elapsedMs() + goodForMs);
      last.then(end, end);
    }
    return last;
  };
}
