import { expect, test } from 'vitest';
import { storeTime } from '../store/event-row.js';
import { openTestStore } from '../test-support/open-test-store.js';
import { sampleRow } from '../test-support/sample-row.js';
import { createRetentionKeeper, monthsBefore, type RetentionStep } from './retention-keeper.js';

const NOW_MS = Date.UTC(2026, 6, 15, 12);
const store = await openTestStore();

/** A keeper of twelve months for the project, which is a new one for each test. */
function keeperOf(project: string, projects = [project], nowMs = NOW_MS) {
  const steps: RetentionStep[] = [];
  const failures: unknown[] = [];
  const keeper = createRetentionKeeper({
    store,
    projects,
    months: new Map([[project, 12]]),
    now: () => nowMs,
    onStep: (step) => steps.push(step),
    onFailure: (error) => failures.push(error),
  });
  return { keeper, steps, failures };
}

async function write(project: string, ...days: readonly string[]): Promise<void> {
  const rows = days.map((day) =>
    sampleRow({
      project_id: project,
      message_id: `${project} ${day}`,
      ts: `${day} 12:00:00.000`,
      ts_adj: `${day} 12:00:00.000`,
    }),
  );
  await store.writeEvents(rows, 1);
}

const daysOf = async (project: string): Promise<string[]> =>
  (
    await store.query<{ day: string }>(
      'SELECT toString(toDate(ts_adj)) AS day FROM events WHERE project_id = {project:String} ORDER BY day',
      { project },
    )
  ).map(({ day }) => day);

test('months are counted back to the start of a day, and a month without that day ends earlier', () => {
  expect(monthsBefore(Date.UTC(2026, 6, 15, 12), 12)).toBe('2025-07-15 00:00:00.000');
  expect(monthsBefore(Date.UTC(2026, 2, 31), 1)).toBe('2026-02-28 00:00:00.000');
  expect(monthsBefore(Date.UTC(2026, 0, 1), 1)).toBe('2025-12-01 00:00:00.000');
});

test('a step deletes one month; what is young enough stays, and so does every other project', async () => {
  await write('one', '2025-05-01', '2025-06-01', '2025-07-14', '2025-07-15', '2026-07-01');
  await write('other', '2025-05-01', '2025-07-14');
  const { keeper, steps } = keeperOf('one', ['one', 'other']);
  expect(await keeper.step()).toEqual({ project: 'one', table: 'events', partition: '202505', rows: 1 });
  expect(await daysOf('one')).toEqual(['2025-06-01', '2025-07-14', '2025-07-15', '2026-07-01']);
  while (await keeper.step());
  expect(await daysOf('one')).toEqual(['2025-07-15', '2026-07-01']);
  expect(await daysOf('other')).toEqual(['2025-05-01', '2025-07-14']);
  expect(steps.map(({ partition }) => partition)).toEqual(['202505', '202506', '202507']);
});

test('what is deleted is gone from the disk', async () => {
  await write('disk', '2020-01-01', '2020-01-02');
  await write('disk neighbour', '2020-01-03');
  const partsOf = (partition: string) =>
    store.query<{ rows: number }>(
      "SELECT toUInt32(sum(rows)) AS rows FROM system.parts WHERE table = 'events' AND active AND partition_id = {partition:String}",
      { partition },
    );
  expect(await partsOf('202001')).toEqual([{ rows: 3 }]);
  const { keeper } = keeperOf('disk');
  await keeper.step();
  expect(await partsOf('202001')).toEqual([{ rows: 1 }]);
});

test('rejected events and clicks go with them', async () => {
  // The engine itself deletes rejected events after thirty days, by its own clock.
  const nowMs = Date.now();
  await store.writeRejected([
    {
      project_id: 'all',
      received_at: storeTime(nowMs),
      code: 'c',
      message: '',
      message_id: '',
      anonymous_id: '',
      user_id: '',
      type: '',
      event: '',
      raw: '{}',
      raw_bytes: 2,
    },
  ]);
  await store.run(
    "INSERT INTO referral_clicks VALUES ('all', 'code', '2025-07-14', 'person', 3), ('all', 'code', '2099-01-01', 'person', 4)",
  );
  const { keeper, steps } = keeperOf('all', ['all'], nowMs + 400 * 86_400_000);
  while (await keeper.step());
  expect(await store.query("SELECT toUInt32(clicks) AS clicks FROM referral_clicks WHERE project_id = 'all'")).toEqual([
    { clicks: 4 },
  ]);
  expect(steps.map(({ table }) => table)).toEqual(['rejected_events', 'referral_clicks']);
});

test('a person who is still in a stage that began long ago stays in it; who had left is gone', async () => {
  const change = (person: string, at: string, stage: string, isThere = true) =>
    `('stages', 'hash', '${person}', '${at} 23:59:59.999', '${stage}', ${isThere}, '2026-01-01 00:00:00.000')`;
  await store.run(
    `INSERT INTO person_stage_changes VALUES ${[
      change('ana', '2025-01-01', 'new'),
      change('ana', '2025-02-01', 'active'),
      change('ben', '2025-01-01', 'new'),
      change('ben', '2025-03-01', '', false),
      change('ben', '2026-03-01', 'new'),
    ].join()}`,
  );
  const { keeper } = keeperOf('stages');
  while (await keeper.step());
  expect(
    await store.query(
      "SELECT person_id AS person, stage, toString(toDate(at)) AS day FROM person_stage_changes WHERE project_id = 'stages' ORDER BY person, at",
    ),
  ).toEqual([
    { person: 'ana', stage: 'active', day: '2025-02-01' },
    { person: 'ben', stage: 'new', day: '2026-03-01' },
  ]);
});

test('it goes on after it was stopped, and finds nothing twice', async () => {
  await write('stop', '2025-01-01', '2025-02-01', '2025-03-01');
  const first = keeperOf('stop');
  const running = first.keeper.start(60_000);
  await running.stop();
  expect(first.steps).toHaveLength(1);
  const second = keeperOf('stop');
  const again = second.keeper.start(60_000);
  await expect.poll(() => daysOf('stop')).toEqual([]);
  await again.stop();
  expect(second.steps.map(({ partition }) => partition)).toEqual(['202502', '202503']);
  expect(await second.keeper.step()).toBeNull();
});

test('a project without a number keeps everything', async () => {
  await write('for ever', '1999-01-01');
  const { keeper } = keeperOf('nobody', ['for ever']);
  expect(await keeper.step()).toBeNull();
});

test('a failure is told, and the next round tries again', async () => {
  const failures: unknown[] = [];
  const keeper = createRetentionKeeper({
    store: { ...store, query: () => Promise.reject(new Error('down')) },
    projects: ['p'],
    months: new Map([[null, 1]]),
    now: () => NOW_MS,
    onStep: () => {},
    onFailure: (error) => failures.push(error),
  });
  const running = keeper.start(1);
  await expect.poll(() => failures.length).toBeGreaterThan(1);
  await running.stop();
});
