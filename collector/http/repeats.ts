/** Lets the first of a kind through, and counts the same again for a while. */
export interface Repeats {
  /**
   * @param kind whatever is the same for what need not be repeated.
   * @returns null where it was counted; else how many were counted since the last that was let through.
   */
  countOf(kind: string): number | null;
}

export interface RepeatsOptions {
  readonly everyMs: number;
  /** Few kinds, or everything is a kind of its own: beyond them all are forgotten. */
  readonly maxKinds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function createRepeats({ everyMs, maxKinds, now }: RepeatsOptions): Repeats {
  const known = new Map<string, { readonly atMs: number; again: number }>();
  return {
    countOf(kind) {
      const before = known.get(kind);
      const nowMs = now();
      if (before !== undefined && nowMs - before.atMs < everyMs) {
        before.again += 1;
        return null;
      }
      if (known.size >= maxKinds) known.clear();
      known.set(kind, { atMs: nowMs, again: 0 });
      return before?.again ?? 0;
    },
  };
}
