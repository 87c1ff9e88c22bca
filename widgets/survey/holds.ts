import { isObject, OPERATORS } from './question.js';

/** What a condition's operators ask of a value; a list holds what any of its members holds. */
const TESTS: Readonly<Record<(typeof OPERATORS)[number], (value: unknown, of: unknown) => boolean>> = {
  $eq: (value, of) => listOf(value).includes(of),
  $ne: (value, of) => !listOf(value).includes(of),
  $in: (value, of) => listOf(value).some((one) => listOf(of).includes(one)),
  $nin: (value, of) => !listOf(value).some((one) => listOf(of).includes(one)),
  $gt: (value, of) => typeof value === 'number' && value > Number(of),
  $gte: (value, of) => typeof value === 'number' && value >= Number(of),
  $lt: (value, of) => typeof value === 'number' && value < Number(of),
  $lte: (value, of) => typeof value === 'number' && value <= Number(of),
  $exists: (value, of) => (value !== undefined) === of,
};

const isOperator = (name: string): name is keyof typeof TESTS => (OPERATORS as readonly string[]).includes(name);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/**
 * Whether all that a condition asks for holds: `{ "group": "detractor" }`, `{ "reason": { "$in": ["price", "speed"] } }`. The operators
 * of the lifecycle's conditions, over answers by the question's id, and `score` and `group`. No condition always holds, an unknown
 * operator never. Pure; never throws.
 */
export function holds(condition: unknown, answers: Readonly<Record<string, unknown>>): boolean {
  if (condition === undefined) return true;
  if (!isObject(condition)) return false;
  return Object.entries(condition).every(([name, asked]) => {
    const value = Object.hasOwn(answers, name) ? answers[name] : undefined;
    const tests = isObject(asked) ? asked : { $eq: asked };
    return Object.entries(tests).every(([operator, of]) => (isOperator(operator) ? TESTS[operator](value, of) : false));
  });
}
