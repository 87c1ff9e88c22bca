/**
 * Asks the collector to erase visitors, again and again until it has answered that it has.
 */
import { settle, type Reply } from '../core/settle.js';

export interface Erasure {
  /** Remembers that a visitor is to be erased. */
  want(anonymousId: string): void;
  /** Whether somebody is still to be erased. */
  wanted(): boolean;
  /** Asks for all that are wanted; resolves to why some still are, or to null. Never rejects. One attempt at a time. */
  ask(): Promise<string | null>;
}

export interface ErasurePorts {
  /** A text that outlives the page where there is a place for it; null removes it. */
  readonly kept: { read(): string | null; write(text: string | null): unknown };
  /** Asks for one; never rejects. */
  readonly post: (anonymousId: string) => Promise<Reply>;
}

export function createErasure({ kept, post }: ErasurePorts): Erasure {
  const own = new Set<string>();
  const all = (): string[] => [...new Set([...own, ...(kept.read()?.split('\n') ?? [])])];
  let asking: Promise<string | null> | null = null;

  const run = async (): Promise<string | null> => {
    for (const id of all()) {
      const verdict = settle(await post(id), 0);
      if (verdict.type !== 'acknowledged') return verdict.reason;
      own.delete(id);
      kept.write(
        all()
          .filter((other) => other !== id)
          .join('\n') || null,
      );
    }
    return null;
  };

  return {
    want: (id) => {
      own.add(id);
      kept.write(all().join('\n'));
    },
    wanted: () => all().length > 0,
    ask: () =>
      (asking ??= run().finally(() => {
        asking = null;
      })),
  };
}
