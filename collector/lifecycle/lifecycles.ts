import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { RequestError } from '../http/request-error.js';

/** The lifecycle of each project that has one. */
export type Lifecycles = ReadonlyMap<string, Lifecycle>;

/** A project without a lifecycle was asked about it. */
export function lifecycleMissing(projectId: string): RequestError {
  return new RequestError({
    statusCode: 404,
    code: 'lifecycle-missing',
    message: `The project ${projectId} has no lifecycle definition.`,
    remedy: 'Start the collector with --lifecycle <file>, or --lifecycle <project>=<file>.',
  });
}
