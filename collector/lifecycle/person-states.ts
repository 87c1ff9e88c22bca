import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import type { LifecycleState } from '../../src/lifecycle/state.js';
import type { Store } from '../store/open-store.js';
import { PATIENT } from '../store/query-limits.js';
import { personSql } from './person-sql.js';
import { personState, type PersonRow } from './person-state.js';

/** To compile a statement of hundreds of expressions to machine code takes longer than to run it (66 s and more instead of 22). */
export const UNCOMPILED = 'compile_expressions = 0, compile_aggregate_expressions = 0';

/** How long the statement about everybody may take and what it may hold: more than a report's, as it reads every event. */
export const PEOPLE_SETTINGS = `SETTINGS max_execution_time = 600, max_memory_usage = 4000000000, do_not_merge_across_partitions_select_final = 1, ${UNCOMPILED}`;

/** Where each person of a project stands at t, epoch milliseconds; written once for all times. */
export function createPersonStates(
  store: Pick<Store, 'stream'>,
  lifecycle: Lifecycle,
  compiled = personSql(lifecycle),
) {
  return async function* (project: string, t: number): AsyncGenerator<[person: string, state: LifecycleState]> {
    const rows = store.stream<PersonRow>(
      `${compiled.sql} ${PEOPLE_SETTINGS}`,
      { ...compiled.params, project, t },
      PATIENT,
    );
    for await (const row of rows) yield [row.person, personState(lifecycle, compiled, row)];
  };
}
