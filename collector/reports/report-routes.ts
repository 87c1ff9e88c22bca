import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { lifecycleMissing, type Lifecycles } from '../lifecycle/lifecycles.js';
import { assertKnownParams, nameParam, projectParam, wordParam, type Query } from '../http/query-params.js';
import type { ReadGuard } from '../http/read-guard.js';
import type { Store } from '../store/open-store.js';
import { eventsReport } from './events.js';
import { npsReport } from './nps.js';
import { rejectedReport } from './rejected.js';
import { countStages, keptStages, rememberStages } from './stages-now.js';
import { stagesReport } from './stages.js';
import { limitParam, rangeParams } from './report-params.js';

export interface ReportOptions {
  readonly store: Pick<Store, 'query' | 'damaged'>;
  readonly projects: readonly string[];
  readonly lifecycles: Lifecycles;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly guard: ReadGuard;
}

/** So long a dashboard waits for everybody to be looked at, the first time, in milliseconds. */
const PATIENCE_MS = 2_000;

/** The figures, and the list of what was rejected: for who runs the product, so never open to other origins. */
export function addReportRoutes(
  scope: FastifyInstance,
  { store, projects, lifecycles, guard, now }: ReportOptions,
): void {
  guard.protect(scope);

  function report(
    path: string,
    params: readonly string[],
    compute: (query: Query, project: string) => Promise<object>,
  ): void {
    scope.get(path, (request: FastifyRequest) => {
      const query = request.query as Query;
      assertKnownParams(query, ['project', ...params]);
      return compute(query, projectParam(query, projects));
    });
  }

  report('/v1/reports/nps', ['survey', 'from', 'to', 'robots'], (query, project) =>
    npsReport(store, {
      project,
      survey: nameParam(query, 'survey'),
      kinds: new Map(Object.entries(lifecycles.get(project)?.widgets ?? {}).map(([name, { kind }]) => [name, kind])),
      withRobots: wordParam(query, 'robots', 'include'),
      ...rangeParams(query),
    }),
  );
  report('/v1/reports/events', ['event', 'from', 'to', 'robots'], (query, project) =>
    eventsReport(store, {
      project,
      event: nameParam(query, 'event'),
      withRobots: wordParam(query, 'robots', 'include'),
      ...rangeParams(query),
    }),
  );
  const count = rememberStages(countStages(store), () => performance.now(), {
    kept: keptStages(store),
    tired: () => setTimeout(PATIENCE_MS, undefined, { ref: false }),
  });
  report('/v1/reports/stages', ['from', 'to'], (query, project) => {
    const range = rangeParams(query);
    const lifecycle = lifecycles.get(project);
    if (lifecycle === undefined) throw lifecycleMissing(project);
    return stagesReport(store, { project, lifecycle, nowMs: now(), ...range }, count);
  });
  scope.get('/v1/reports/damage', async () => ({ report: 'damage', parts: await store.damaged() }));
  report('/v1/rejected', ['limit'], (query, project) =>
    rejectedReport(store, { project, limit: limitParam(query, 100, 1_000) }),
  );
}
