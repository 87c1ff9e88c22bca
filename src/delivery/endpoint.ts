/**
 * What the endpoint takes beyond Segment's spec, as it has said in a reply, remembered for the next page.
 */
import type { Skill } from '../wire/batch.js';

export interface Endpoint {
  /** Whether it has ever said what it takes: then its acknowledgements name the batch they are for. */
  _isKnown(): boolean;
  takes(skill: Skill): boolean;
  /** It has acknowledged a batch, and said what it takes. */
  _learn(takes: readonly unknown[]): void;
  /** It has refused what it said that it takes: something in between, or an older one. Until it says so again it gets plain events. */
  _doubt(): void;
}

/** @param kept a text that outlives the page. */
export function createEndpoint(kept: { read(): string | null; write(text: string): unknown }): Endpoint {
  let known: string | null | undefined;
  let doubted = false;
  const said = (): string | null => (known ??= kept.read());
  return {
    _isKnown: () => said() !== null,
    takes: (skill) => !doubted && said()?.split(' ').includes(skill) === true,
    _learn: (takes) => {
      doubted = false;
      const text = takes.join(' ');
      if (text === said()) return;
      known = text;
      kept.write(text);
    },
    _doubt: () => {
      doubted = true;
    },
  };
}
