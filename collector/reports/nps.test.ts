import { eventRow } from '../ingest/event-row.js';
import { describe, expect, test } from 'vitest';
import { openTestStore } from '../test-support/open-test-store.js';
import { sampleRow } from '../test-support/sample-row.js';
import { npsReport } from './nps.js';

const store = await openTestStore();
let nextId = 0;

interface Answer {
  readonly score?: unknown;
  readonly response?: string;
  readonly at?: string;
  readonly event?: string;
  readonly survey?: string;
  readonly kind?: string;
  readonly id?: string;
}

/** Stores answers of one project, as the ingest would. */
async function answered(project: string, answers: readonly Answer[]): Promise<void> {
  const rows = answers.map(
    ({
      score,
      response = '',
      at = '2026-01-15 12:00:00.000',
      event = 'Survey Submitted',
      survey = 's',
      kind = 'nps',
      id,
    }) =>
      sampleRow({
        project_id: project,
        message_id: id ?? `m${nextId++}`,
        event,
        ts: at,
        ts_adj: at,
        survey_id: survey,
        survey_kind: kind,
        response_id: response,
        score: typeof score === 'number' ? score : null,
        properties: JSON.stringify({ score }),
      }),
  );
  await store.writeEvents(rows, 0);
}

const nps = (
  project: string,
  more: { survey?: string; from?: string; to?: string; withRobots?: boolean; kinds?: ReadonlyMap<string, string> } = {},
) =>
  npsReport(store, {
    project,
    survey: more.survey ?? null,
    kinds: more.kinds ?? new Map(),
    withRobots: more.withRobots ?? false,
    from: more.from === undefined ? null : new Date(more.from),
    to: more.to === undefined ? null : new Date(more.to),
  });

test('no answers are no score, not a score of 0', async () => {
  expect(await nps('nobody')).toEqual({
    report: 'nps',
    project: 'nobody',
    survey: null,
    from: null,
    to: null,
    score: null,
    responses: 0,
    groups: { promoter: 0, passive: 0, detractor: 0 },
    invalid: 0,
    unknownKind: 0,
  });
});

test('robots answer only where they are asked for', async () => {
  const answer = { type: 'track', event: 'Survey Submitted', survey_kind: 'nps', project_id: 'robots' } as const;
  await store.writeEvents(
    [
      sampleRow({ ...answer, message_id: 'person', response_id: 'r1', score: 10 }),
      sampleRow({ ...answer, message_id: 'robot', response_id: 'r2', score: 0, robot: true }),
    ],
    0,
  );
  expect(await nps('robots')).toMatchObject({ responses: 1, score: 100 });
  expect(await nps('robots', { withRobots: true })).toMatchObject({ responses: 2, score: 0 });
});

test('a response is of one person and one survey, whatever its id', async () => {
  const answer = { type: 'track', event: 'Survey Submitted', survey_kind: 'nps', project_id: 'keys' } as const;
  const by = (id: string, more: object) => sampleRow({ ...answer, message_id: id, response_id: 'r1', ...more });
  await store.writeEvents(
    [
      by('ana', { survey_id: 'a', user_id: 'ana', anonymous_id: '', person_id: 'ana', score: 10 }),
      by('bo', { survey_id: 'a', user_id: 'bo', anonymous_id: '', person_id: 'bo', score: 0 }),
      by('ana-b', { survey_id: 'b', user_id: 'ana', anonymous_id: '', person_id: 'ana', score: 8 }),
      // Before and after the visitor has signed in.
      by('cy-1', {
        survey_id: 'a',
        user_id: '',
        anonymous_id: 'x',
        person_id: 'x',
        score: 1,
        ts_adj: '2026-01-01 00:00:00.000',
      }),
      by('cy-2', {
        survey_id: 'a',
        user_id: 'cy',
        anonymous_id: 'x',
        person_id: 'cy',
        score: 9,
        ts_adj: '2026-01-02 00:00:00.000',
      }),
    ],
    0,
  );
  expect(await nps('keys', { survey: 'a' })).toMatchObject({ groups: { promoter: 2, passive: 0, detractor: 1 } });
  expect(await nps('keys', { survey: 'b' })).toMatchObject({ groups: { promoter: 0, passive: 1, detractor: 0 } });
  expect(await nps('keys')).toMatchObject({ groups: { promoter: 2, passive: 1, detractor: 1 } });
});

test('a valid score is not voided by an invalid one that follows', async () => {
  const answer = { type: 'track', event: 'Survey Submitted', survey_kind: 'nps', project_id: 'voided' } as const;
  await store.writeEvents(
    [
      sampleRow({ ...answer, message_id: 'v1', response_id: 'r1', score: 9, ts_adj: '2026-01-01 00:00:00.000' }),
      sampleRow({ ...answer, message_id: 'v2', response_id: 'r1', score: 11, ts_adj: '2026-01-02 00:00:00.000' }),
      sampleRow({ ...answer, message_id: 'v3', response_id: 'r2', score: 11 }),
    ],
    0,
  );
  expect(await nps('voided')).toMatchObject({ responses: 1, score: 100, invalid: 1 });
});

test('every score 0–10 falls into its group: 2 promoters, 2 passives, 7 detractors of 11', async () => {
  await answered(
    'all',
    Array.from({ length: 11 }, (_, score) => ({ score })),
  );
  const report = await nps('all');
  expect(report).toMatchObject({ responses: 11, groups: { promoter: 2, passive: 2, detractor: 7 }, invalid: 0 });
  // (2 − 7) / 11 · 100
  expect(report.score).toBeCloseTo(-45.4545454545, 9);
});

test('scores of one kind are the ends of the scale', async () => {
  await answered('happy', [{ score: 10 }, { score: 9 }]);
  await answered('unhappy', [{ score: 0 }, { score: 6 }]);
  await answered('lukewarm', [{ score: 7 }, { score: 8 }]);
  expect([(await nps('happy')).score, (await nps('unhappy')).score, (await nps('lukewarm')).score]).toEqual([
    100, -100, 0,
  ]);
});

describe('events of one response are one response', () => {
  test('the latest with a score counts, a later comment without one changes nothing', async () => {
    await answered('revised', [
      { response: 'r1', score: 3, at: '2026-01-15 12:00:00.000', event: 'Survey Answered' },
      { response: 'r1', score: 9, at: '2026-01-15 12:00:05.000', event: 'Survey Answered' },
      { response: 'r1', at: '2026-01-15 12:01:00.000' },
      { response: 'r2', score: 2 },
    ]);
    expect(await nps('revised')).toMatchObject({ score: 0, responses: 2, groups: { promoter: 1, detractor: 1 } });
  });

  test('whatever order they came in', async () => {
    await answered('unordered', [{ response: 'r', score: 9, at: '2026-01-15 12:00:05.000' }]);
    await answered('unordered', [{ response: 'r', score: 3, at: '2026-01-15 12:00:00.000' }]);
    expect(await nps('unordered')).toMatchObject({ score: 100, responses: 1 });
  });

  test('of two at the same time, the one with the higher message id', async () => {
    await answered('tied', [
      { response: 'r', score: 9, id: 'b' },
      { response: 'r', score: 3, id: 'a' },
    ]);
    expect(await nps('tied')).toMatchObject({ score: 100, responses: 1 });
  });

  test('without a response id each is its own', async () => {
    await answered('single', [{ score: 9 }, { score: 9 }]);
    expect(await nps('single')).toMatchObject({ responses: 2 });
  });

  test("a response id that is another event's message id is still another response", async () => {
    await answered('clash', [
      { score: 9, id: 'x' },
      { score: 0, response: 'x' },
    ]);
    expect(await nps('clash')).toMatchObject({ score: 0, responses: 2 });
  });
});

test('what is no score 0–10 is counted as invalid and not in the score', async () => {
  await answered('odd', [
    { score: 10 },
    { score: 11 },
    { score: -1 },
    { score: 7.5 },
    { score: '9' },
    { score: true },
    { score: null },
    {},
  ]);
  expect(await nps('odd')).toMatchObject({ score: 100, responses: 1, invalid: 5 });
});

test('only NPS surveys count, unless one is named; a named one of another kind does not', async () => {
  await answered('kinds', [
    { score: 10, survey: 'a' },
    { score: 0, survey: 'b' },
    { score: 5, survey: 'c', kind: 'csat' },
    { score: 9, survey: 'd', kind: '' },
    { score: 9, event: 'Survey Dismissed' },
  ]);
  expect(await nps('kinds')).toMatchObject({ score: 0, responses: 2, unknownKind: 1 });
  expect(await nps('kinds', { survey: 'a' })).toMatchObject({ survey: 'a', score: 100, responses: 1 });
  expect(await nps('kinds', { survey: 'c' })).toMatchObject({ score: null, responses: 0 });
  expect(await nps('kinds', { survey: 'd' })).toMatchObject({ score: 100, responses: 1 });
  expect(await nps('kinds', { survey: "a' OR '1'='1" })).toMatchObject({ responses: 0 });
});

test('the range is half open, to the millisecond, and a response belongs to the time of its first score', async () => {
  await answered('ranged', [
    { score: 9, at: '2026-01-31 23:59:59.999' },
    { score: 0, at: '2026-02-01 00:00:00.000' },
    { score: 9, response: 'late', at: '2026-01-31 12:00:00.000', event: 'Survey Answered' },
    { score: 0, response: 'late', at: '2026-02-02 12:00:00.000' },
  ]);
  const january = await nps('ranged', { from: '2026-01-01', to: '2026-02-01' });
  const february = await nps('ranged', { from: '2026-02-01', to: '2026-03-01' });
  // What was changed in February is of January, and changed there.
  expect(january).toMatchObject({
    score: 0,
    responses: 2,
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-02-01T00:00:00.000Z',
  });
  expect(february).toMatchObject({ score: -100, responses: 1 });
});

test('an answer without a kind has that of its survey’s other answers, else of the definition, else is told as unknown', async () => {
  await answered('without', [
    { score: 10, survey: 'mixed' },
    { score: 10, survey: 'mixed', kind: '' },
    { score: 5, survey: 'csat', kind: 'csat' },
    { score: 5, survey: 'csat', kind: '' },
    { score: 0, survey: 'defined', kind: '' },
    { score: 9, survey: 'nobody', kind: '' },
  ]);
  const kinds = new Map([
    ['defined', 'nps'],
    ['csat', 'nps'],
  ]);
  expect(await nps('without')).toMatchObject({ responses: 2, score: 100, unknownKind: 2 });
  const all = await nps('without', { kinds });
  expect(all).toMatchObject({ responses: 3, groups: { promoter: 2, detractor: 1 }, unknownKind: 1 });
  const each = await Promise.all(['mixed', 'csat', 'defined'].map((survey) => nps('without', { survey, kinds })));
  expect(each.reduce((sum, { responses }) => sum + responses, 0)).toBe(all.responses);
  expect(await nps('without', { survey: 'nobody' })).toMatchObject({ responses: 1, unknownKind: 0 });
});

test('a row that a crash stored twice is counted once', async () => {
  const twice = { score: 9, id: 'same' };
  await answered('double', [twice]);
  await store.query(
    `INSERT INTO events SELECT * REPLACE (received_at + 1 AS received_at, ver - 1000 AS ver) FROM events WHERE project_id = 'double'`,
  );
  const raw = await store.query("SELECT toUInt32(count()) AS n FROM events WHERE project_id = 'double'");
  expect(raw).toEqual([{ n: 2 }]);
  expect(await nps('double')).toMatchObject({ responses: 1 });
});

test('CSAT and CES answers are stored with their kind and score, and are not in the NPS', async () => {
  const answer = (survey_kind: string, score: number) =>
    eventRow(
      {
        type: 'track',
        messageId: `${survey_kind}-${score}`,
        event: 'Survey Submitted',
        anonymousId: 'a',
        properties: {
          survey_id: `after_${survey_kind}`,
          survey_kind,
          response_id: `r-${survey_kind}`,
          score,
          group: 'positive',
        },
      },
      { tsMs: Date.UTC(2026, 0, 15), adjustedMs: Date.UTC(2026, 0, 15), correction: 'none' },
      { projectId: 'other kinds', receivedAtMs: Date.UTC(2026, 0, 15), isRobot: false },
    );
  await store.writeEvents([answer('csat', 5), answer('ces', 7), answer('survey', 3), answer('nps', 9)], 0);
  expect(
    await store.query("SELECT survey_kind, score FROM events WHERE project_id = 'other kinds' ORDER BY survey_kind"),
  ).toEqual([
    { survey_kind: 'ces', score: 7 },
    { survey_kind: 'csat', score: 5 },
    { survey_kind: 'nps', score: 9 },
    { survey_kind: 'survey', score: 3 },
  ]);
  expect(await nps('other kinds')).toMatchObject({ score: 100, responses: 1, invalid: 0 });
  for (const kind of ['csat', 'ces', 'survey'])
    expect(await nps('other kinds', { survey: `after_${kind}` })).toMatchObject({ score: null, responses: 0 });
});
