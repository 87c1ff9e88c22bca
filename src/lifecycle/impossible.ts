import type { PersonLogic } from './lifecycle.js';

/** Two comparisons of one fact that must both hold and never can, as text; null where there are none. */
export function impossible(logic: PersonLogic): string | null {
  const ranges = new Map<string, { from: number; to: number; open: boolean; text: string[] }>();
  const walk = (part: PersonLogic): string | null => {
    if ('all' in part) {
      for (const each of part.all) {
        const conflict = walk(each);
        if (conflict) return conflict;
      }
    }
    if (!('leaf' in part) || !('fact' in part.leaf)) return null;
    const { fact, compare } = part.leaf;
    if (compare.is === 'exists' || compare.is === 'in' || typeof compare.to !== 'number') return null;
    const range = ranges.get(fact) ?? { from: -Infinity, to: Infinity, open: false, text: [] };
    ranges.set(fact, range);
    const { is, to } = compare;
    range.text.push(`${fact} ${is} ${to}`);
    if (is !== 'lt' && is !== 'lte' && to >= range.from) {
      range.open = is === 'gt' || (range.open && to === range.from);
      range.from = to;
    }
    if (is !== 'gt' && is !== 'gte' && to <= range.to) {
      range.open ||= is === 'lt';
      range.to = to;
    }
    const empty = range.from > range.to || (range.from === range.to && range.open);
    return empty ? range.text.join(' and ') : null;
  };
  return walk(logic);
}
