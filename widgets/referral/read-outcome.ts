import type { Refuse } from './read-referral.js';

/** What became of a person's invitations, as far as it is known: how many friends came so far. */
export interface Invitations {
  readonly opened?: number;
  readonly signedUp?: number;
  readonly activated?: number;
  readonly rewarded?: number;
}

export const STEPS = ['opened', 'signedUp', 'activated', 'rewarded'] as const satisfies (keyof Invitations)[];

/** So many friends, and what there is for them; empty where that is not told. */
export interface Goal {
  readonly friends: number;
  readonly reward: string;
}

const MAX_GOALS = 10;
const MAX_FRIENDS = 10_000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Counts that are given, whole and not negative; null where there is none. */
export function readInvitations(given: unknown, refuse: Refuse): Invitations | null {
  if (given === undefined || given === null) return null;
  const wrong = (value: unknown) =>
    refuse('invitations-invalid', value, `give whole numbers for ${STEPS.join(', ')}, each from 0`);
  if (!isObject(given)) return wrong(given) ?? null;
  const counts = STEPS.flatMap((step) => {
    const count = given[step];
    if (isCount(count)) return [[step, count] as const];
    if (count !== undefined && count !== null) wrong(count);
    return [];
  });
  return counts.length ? Object.fromEntries(counts) : null;
}

/** Milestones, the nearest first; `textOf` gives a text that may be in several languages. */
export function readGoals(given: unknown, textOf: (text: unknown) => string, refuse: Refuse): readonly Goal[] {
  if (given === undefined || given === null) return [];
  const goals = (Array.isArray(given) ? given : [given]).slice(0, MAX_GOALS).flatMap((goal: unknown): Goal[] => {
    const friends = isObject(goal) ? goal.friends : typeof goal === 'string' && goal.trim() ? Number(goal) : goal;
    if (isCount(friends) && friends > 0 && friends <= MAX_FRIENDS)
      return [{ friends, reward: isObject(goal) ? textOf(goal.reward) : '' }];
    refuse('milestone-invalid', goal, 'give a number of friends such as 5, or { "friends": 5, "reward": "…" }');
    return [];
  });
  return goals.sort((a, b) => a.friends - b.friends);
}

/** Which friends count towards the milestones. */
export function readBy(given: string, refuse: Refuse): keyof Invitations {
  const by = STEPS.find((step) => step === (given || 'signedUp'));
  if (!by) refuse('milestone-by-unknown', given, `use one of ${STEPS.join(', ')}`);
  return by ?? 'signedUp';
}
