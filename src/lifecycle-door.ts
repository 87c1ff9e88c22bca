/** The door for npm, `ahaloop/lifecycle`: a definition, ready for `createClient`, and what it would do. */
import { defineLifecycle as readLifecycle, type TypedLifecycle } from './lifecycle/define-lifecycle.js';
import type { LifecycleDefinition } from './lifecycle/definition.js';
import type { LifecycleStarter } from './lifecycle/port.js';
import { runLifecycle } from './running-lifecycle.js';

/** A definition that is read and checked: give it to `createClient`, or to `simulate`. */
export type RunnableLifecycle<D extends LifecycleDefinition> = TypedLifecycle<D> & LifecycleStarter;

/**
 * Reads a definition, once.
 *
 * @param definition as docs/lifecycle.md has it; written in place, the names and properties of its events type `track()`.
 * @throws {LifecycleError} with all of its mistakes: code, path, value and remedy of each.
 */
export function defineLifecycle<const D extends LifecycleDefinition>(definition: D): RunnableLifecycle<D> {
  const lifecycle = readLifecycle(definition);
  return { ...lifecycle, run: (host) => runLifecycle(lifecycle, host) };
}

export type { LifecycleDefinition } from './lifecycle/definition.js';
export type { LifecycleEvent } from './lifecycle/event.js';
export { LifecycleError } from './lifecycle/lifecycle-error.js';
export { mistakeText } from './lifecycle/mistake.js';
export type { Mistake } from './lifecycle/mistake.js';
export { replay } from './lifecycle/replay.js';
export { simulate } from './lifecycle/simulate.js';
export type { Happening, Showing, SimulateOptions } from './lifecycle/simulate.js';
export type { LifecycleState } from './lifecycle/state.js';
