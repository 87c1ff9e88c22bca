import type { LifecycleDefinition } from './definition.js';
import type { Lifecycle } from './lifecycle.js';
import { LifecycleError } from './lifecycle-error.js';
import { readChecklist } from './read-checklist.js';
import { readDefinition } from './read-definition.js';

/** A lifecycle that knows its definition's type, for the names and properties of its events. */
export type TypedLifecycle<D extends LifecycleDefinition> = Lifecycle & {
  /** Carries the type; there is no such member. */
  readonly $type?: D;
};

/**
 * Reads a definition, so that it can be given to a client.
 *
 * @param definition as docs/lifecycle.md has it; written in place, its events' names and properties are known to the compiler.
 * @throws {LifecycleError} with all of its mistakes: code, path, value and remedy of each.
 */
export function defineLifecycle<const D extends LifecycleDefinition>(definition: D): TypedLifecycle<D> {
  const read = readDefinition(definition, { readChecklist });
  if ('mistakes' in read) throw new LifecycleError(read.mistakes);
  return read.lifecycle;
}
