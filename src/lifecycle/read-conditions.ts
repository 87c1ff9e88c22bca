import { ANY_EVENT, type EventFilter } from './event.js';
import { impossible } from './impossible.js';
import { typeOfFact, type ConditionLeaf, type Lifecycle, type PersonLogic } from './lifecycle.js';
import { readLogic, type Compare, type Logic } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { MAX_EXPERIMENTS } from './read-experiments.js';
import type { Facts } from './read-facts.js';
import { entriesOf } from './read-parts.js';
import { hasOwn } from '../wire/has-own.js';

/** What a condition may ask for. */
export interface Declared {
  /** Gets the facts that follow from what conditions ask for. */
  readonly facts: Facts;
  readonly experiments: Lifecycle['experiments'];
  readonly milestones: readonly string[];
  readonly segments: readonly string[];
  readonly stages: readonly unknown[];
}

/** Whose condition it is. */
type Asker = 'stage' | 'segment' | 'play';

export type ReadCondition = (asked: unknown, at: Place, by: Asker) => PersonLogic;

const SPECIALS = ['$milestone', '$stage', '$segment', '$answered', '$experiment', '$referral', '$url'];

/** Reads conditions on a person: on facts, and on what is not a fact (`$milestone`, `$stage` …). */
export function createReadCondition({ facts, experiments, milestones, segments, stages }: Declared): ReadCondition {
  const factLeaf = (name: string, compare: Compare, at: Place, nameAt: Place): ConditionLeaf | null => {
    const fact = facts.byName.get(name);
    if (!fact) {
      nameAt.note('name-unknown', name, `there is no such fact; ${namesRemedy(name, facts.names)}`);
      return null;
    }
    const type = typeOfFact(fact);
    const operands = compare.is === 'exists' ? [] : compare.is === 'in' ? compare.to : [compare.to];
    for (const operand of operands) {
      if (typeof operand !== type)
        at.note('type-mismatch', operand, `${name} is a ${type}, and no ${typeof operand} ever equals it`);
    }
    return { fact: name, compare };
  };
  /** `$name: a` or `$name: [a, b]`: any of them. */
  const anyNamed = (
    names: unknown,
    at: Place,
    declared: readonly unknown[] | null,
    leaf: (name: string) => Logic<ConditionLeaf>,
  ): PersonLogic => {
    const list = Array.isArray(names) ? (names as unknown[]) : [names];
    const any: PersonLogic[] = [];
    list.slice(0, 100).forEach((name, index) => {
      const here = Array.isArray(names) ? at.at(index) : at;
      if (typeof name !== 'string' || name === '' || name.length > 200)
        here.note('definition-invalid', name, 'give a name, or a list of names');
      else if (declared && !declared.includes(name))
        here.note('name-unknown', name, namesRemedy(name, declared as string[]));
      else any.push(leaf(name));
    });
    return any.length === 1 ? any[0]! : { any };
  };
  const track = (names: readonly string[], property: string, is: string): EventFilter => ({
    ...ANY_EVENT,
    all: false,
    names,
    where: { leaf: { path: [property], compare: { is: 'eq', to: is } } },
  });
  const some = (fact: string): PersonLogic => ({ leaf: { fact, compare: { is: 'gt', to: 0 } } });
  const special =
    (by: Asker) =>
    (name: string, asked: unknown, at: Place): PersonLogic | undefined => {
      switch (name) {
        case '$milestone':
          return anyNamed(asked, at, milestones, (milestone) => ({ leaf: { milestone } }));
        case '$segment':
          return anyNamed(asked, at, segments, (segment) => ({ leaf: { segment } }));
        case '$stage':
          if (by === 'stage') {
            at.note('loop', asked, 'a stage cannot ask for a stage: the stage is the last one that holds');
            return { any: [] };
          }
          return anyNamed(asked, at, stages, (stage) => ({ leaf: { stage } }));
        case '$answered':
          return anyNamed(asked, at, null, (survey) =>
            some(
              facts.own(`$answered:${survey}`, {
                kind: 'count',
                withinMs: null,
                filter: track(['Survey Submitted', 'Survey Answered'], 'survey_id', survey),
              }),
            ),
          );
        case '$referral': {
          if (typeof asked !== 'boolean') at.note('definition-invalid', asked, 'give true or false');
          const referred = some(
            facts.own('$referral', { kind: 'count', withinMs: null, filter: { ...ANY_EVENT, referred: true } }),
          );
          return asked === false ? { not: referred } : referred;
        }
        case '$experiment': {
          const all = entriesOf(asked, at, MAX_EXPERIMENTS).map(([experiment, variants]): PersonLogic => {
            const declared = hasOwn(experiments, experiment) ? experiments[experiment] : undefined;
            if (!declared) {
              at.at(experiment).note('name-unknown', experiment, namesRemedy(experiment, Object.keys(experiments)));
              return { any: [] };
            }
            return anyNamed(variants, at.at(experiment), declared.variants, (variant) =>
              by === 'play'
                ? { leaf: { assigned: experiment, variant } }
                : {
                    leaf: {
                      fact: facts.own(`$viewed:${experiment}`, {
                        kind: 'first',
                        of: ['variation_name'],
                        type: 'string',
                        filter: track(['Experiment Viewed'], 'experiment_name', experiment),
                      }),
                      compare: { is: 'eq', to: variant },
                    },
                  },
            );
          });
          return { all };
        }
        case '$url':
          if (by === 'play') return anyNamed(asked, at, null, (url) => ({ leaf: { url } }));
          at.note('definition-invalid', asked, 'only a play may ask for the page, as only a browser is on one');
          return { any: [] };
        default:
          return undefined;
      }
    };
  return (asked, at, by) => {
    const logic = readLogic<ConditionLeaf>(asked, at, {
      leaf: factLeaf,
      special: special(by),
      specials: SPECIALS,
    });
    const conflict = impossible(logic);
    if (conflict) at.note('condition-impossible', conflict, 'nothing can fulfil both: make one of them wider');
    return logic;
  };
}
