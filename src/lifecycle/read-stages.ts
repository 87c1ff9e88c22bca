import type { Stage } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import type { ReadCondition } from './read-conditions.js';
import { onlyKnown, textOf } from './read-parts.js';

export const MAX_STAGES = 50;

/** Reads the stages, in their order. */
export function readStages(given: readonly unknown[], place: Place, condition: ReadCondition): Stage[] {
  const stages: Stage[] = [];
  given.forEach((stage, index) => {
    const here = place.at(index);
    if (!isObject(stage)) {
      here.note(
        'definition-invalid',
        stage,
        'give an object such as { "id": "activation", "enter": { "signups": { "$gte": 1 } } }',
      );
      return;
    }
    onlyKnown(stage, ['id', 'title', 'enter', 'exit'], here);
    const id = textOf(stage.id, here.at('id'), '');
    if (stage.id === undefined) here.at('id').note('definition-invalid', undefined, 'give the stage an id');
    if (stages.some((other) => other.id === id))
      here.at('id').note('definition-invalid', id, 'give each stage its own id');
    stages.push({
      id,
      title: textOf(stage.title, here.at('title'), id),
      enter: condition(stage.enter, here.at('enter'), 'stage'),
      exit: stage.exit === undefined ? null : condition(stage.exit, here.at('exit'), 'stage'),
    });
  });
  return stages;
}
