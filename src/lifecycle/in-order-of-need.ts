import type { Lifecycle, PersonLogic, Stage } from './lifecycle.js';
import { leaves } from './logic.js';
import type { Place } from './mistake.js';

/** Segments so that each comes after those it asks for; notes those that ask for themselves. */
export function inOrderOfNeed(
  segments: Lifecycle['segments'],
  stages: readonly Stage[],
  place: Place,
): Lifecycle['segments'] {
  const byName = new Map(segments.map((segment) => [segment.name, segment]));
  const ordered = new Set<Lifecycle['segments'][number]>();
  const need = (logic: PersonLogic, way: readonly string[]): void => {
    for (const leaf of leaves(logic)) {
      if ('segment' in leaf) visit(leaf.segment, way);
      // The stage asks for whatever any stage asks for.
      if ('stage' in leaf) visitStages(way);
    }
  };
  const loop = (way: readonly string[], back: string): void => {
    const round = [...way.slice(way.indexOf(back)), back].join(' → ');
    const [first] = way;
    const at = first === '$stage' ? place.at('stages') : place.at('segments').at(first!);
    at.note('loop', round, 'nothing may ask for itself: leave one of them out');
  };
  let stagesDone = false;
  const visitStages = (way: readonly string[]): void => {
    if (way.includes('$stage')) return loop(way, '$stage');
    if (stagesDone) return;
    for (const { enter, exit } of stages) {
      need(enter, [...way, '$stage']);
      if (exit) need(exit, [...way, '$stage']);
    }
    stagesDone = true;
  };
  const visit = (name: string, way: readonly string[]): void => {
    const segment = byName.get(name);
    if (!segment || ordered.has(segment)) return;
    if (way.includes(name)) return loop(way, name);
    need(segment.when, [...way, name]);
    ordered.add(segment);
  };
  visitStages([]);
  for (const { name } of segments) visit(name, []);
  return [...ordered];
}
