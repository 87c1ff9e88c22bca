import type { OptionMistake } from './core/options.js';

/** The codes of `AhaloopError`; each has its paragraph in docs/errors.md. */
export type ErrorCode = OptionMistake['code'];

/** A programmer's mistake, thrown at the call that makes it: its code, the value and the remedy. */
export class AhaloopError extends Error {
  override readonly name = 'AhaloopError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** One error for all mistakes in the options. */
export function optionError(mistakes: readonly [OptionMistake, ...OptionMistake[]]): AhaloopError {
  const message = mistakes.map(({ option, value, remedy }) => `${option} is ${show(value)}; ${remedy}`).join('. ');
  return new AhaloopError(mistakes[0].code, message);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return typeof value === 'object' && value !== null
    ? `an ${Array.isArray(value) ? 'array' : 'object'}`
    : String(value);
}
