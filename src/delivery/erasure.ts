/**
 * Asks the collector to erase visitors, again and again until it has answered that it has.
 */
import { settle, type Reply } from '../core/settle.js';

export interface Erasure {
  /** Remembers that a visitor is to be erased. */
  want(anonymousId: string): void;
  /** Whether somebody is still to be erased. */
  _wanted(): boolean;
  /** Asks for all that are wanted; resolves to why some still are, or to null. Never rejects. One attempt at a time. */
  ask(): Promise<string | null>;
}

export interface ErasurePorts {
  /** A text that outlives the page where there is a place for it; null removes it. */
  readonly kept: { read(): string | null; write(text: string | null): unknown };
  /** Asks for one; never rejects. */
  readonly _post: (anonymousId: string) => Promise<Reply>;
}

export function createErasure({ kept, _post: post }: ErasurePorts): Erasure {
  const own = new Set<string>();
  const all = (): string[] => [...new Set([...own, ...(kept.read()?.split('\n') ?? [])])];
  let asking: Promise<string | null> | null = null;

  const run = async (): Promise<string | null> => {
    let reason: string | null = null;
    const failed = new Set<string>();
    // Also those who are wanted meanwhile; one who cannot be asked for now does not stand in the way of the others.
    for (let id; (id = all().find((one) => !failed.has(one))) !== undefined;) {
      const verdict = settle(await post(id), 0, null);
      if (verdict.type === 'acknowledged') {
        const done = id;
        own.delete(done);
        kept.write(
          all()
            .filter((other) => other !== done)
            .join('\n') || null,
        );
      } else {
        failed.add(id);
        reason ??= verdict.reason;
      }
    }
    return reason;
  };

  return {
    want: (id) => {
      own.add(id);
      kept.write(all().join('\n'));
    },
    _wanted: () => all().length > 0,
    ask: () =>
      (asking ??= run().finally(() => {
        asking = null;
      })),
  };
}
