/** How long the same failure is counted and not written again. */
const EVERY_MS = 10_000;

/** What is kept of failures that were told: few kinds, or everything is a kind of its own. */
const MAX_KINDS = 100;

/**
 * Tells of failures in one line each: what failed, never what somebody sent or from where. The engine's messages quote
 * rows, so only their type is told. The same again within ten seconds is counted, and the count stands in its next line.
 */
export function tellFailures(write: (line: string) => void, now: () => number = Date.now): (error: unknown) => void {
  const told = new Map<string, { atMs: number; again: number }>();
  return (error) => {
    const { name, message, code, type } = error as { name?: string; message?: string; code?: unknown; type?: unknown };
    const reason = type === undefined ? message?.split('\n')[0]?.slice(0, 300) : type;
    const kind = JSON.stringify([name, code, reason]);
    const before = told.get(kind);
    const nowMs = now();
    if (before !== undefined && nowMs - before.atMs < EVERY_MS) {
      before.again += 1;
      return;
    }
    if (told.size >= MAX_KINDS) told.clear();
    told.set(kind, { atMs: nowMs, again: 0 });
    const again = before === undefined || before.again === 0 ? {} : { again: before.again };
    write(`${JSON.stringify({ at: new Date(nowMs).toISOString(), failure: name, code, reason, ...again })}\n`);
  };
}
