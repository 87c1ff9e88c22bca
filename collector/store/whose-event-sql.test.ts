/** One rule says whose an event is, in figures, exports and erasures: random histories of people who share browsers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AhaEvent } from '../../src/wire/event.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { createPersonStates } from '../lifecycle/person-states.js';
import { personEvents } from '../people/person-events.js';
import { npsReport } from '../reports/nps.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { whoseEvents } from '../test-support/whose-events.js';

const { store, send } = await openLifecycleStore();

const { lifecycle } = readDefinition({
  version: 1,
  facts: {
    all: { count: '*' },
    first: { first: '*' },
    scores: { sum: 'Survey Answered', of: 'score' },
    kinds: { unique: '*', of: 'n' },
  },
}) as { lifecycle: Lifecycle };

/** An id may be a user's and a browser's. */
const USERS = ['ana', 'bo', 'both', 'cy'];
const BROWSERS = ['laptop', 'phone', 'both'];
const NOW_MS = Date.UTC(2026, 10, 20);

const history: fc.Arbitrary<AhaEvent[]> = fc
  .array(
    fc.record({
      userId: fc.option(fc.constantFrom(...USERS), { nil: undefined }),
      anonymousId: fc.option(fc.constantFrom(...BROWSERS), { nil: undefined, freq: 5 }),
      at: fc.nat({ max: 12 }),
      isRobot: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
      score: fc.integer({ min: 0, max: 10 }),
      isAlias: fc.integer({ min: 0, max: 8 }).map((n) => n === 0),
    }),
    { minLength: 4, maxLength: 20, size: 'max' },
  )
  .map((drawn) =>
    drawn
      .filter(({ userId, anonymousId }) => userId ?? anonymousId)
      .map(({ userId, anonymousId, at, isRobot, score, isAlias }, n) => {
        const call =
          isAlias && userId ? { type: 'alias', previousId: 'ana' } : { type: 'track', event: 'Survey Answered' };
        return {
          ...call,
          messageId: `m${n}`,
          ...(userId && { userId }),
          ...(anonymousId && { anonymousId }),
          timestamp: new Date(NOW_MS - at * 3_600_000).toISOString(),
          properties: { survey_id: 's', survey_kind: 'nps', response_id: `r${n % 3}`, score, n },
          context: isRobot ? { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' } : {},
        } as unknown as AhaEvent;
      }),
  );

const IDS = [...new Set([...USERS, ...BROWSERS])];

async function exportsOf(project: string): Promise<Map<string, string[]>> {
  const exports = new Map<string, string[]>();
  for (const id of IDS) {
    const ids: string[] = [];
    for await (const event of await personEvents(store, project, id, false)) ids.push(event.messageId as string);
    exports.set(id, ids.sort());
  }
  return exports;
}

async function figuresOf(project: string): Promise<Map<string, unknown>> {
  const figures = new Map<string, unknown>();
  for await (const [person, state] of createPersonStates(store, lifecycle)(project, NOW_MS)) figures.set(person, state);
  return figures;
}

const nps = (project: string) => npsReport(store, { project, survey: null, withRobots: false, from: null, to: null });

test('whoever is erased has nothing left, and everybody else has what they had', { timeout: 600_000 }, async () => {
  let projects = 0;
  await fc.assert(
    fc.asyncProperty(history, fc.constantFrom(...IDS), async (events, erased) => {
      const project = `p${projects++}`;
      await send(project, events);
      const [exports, figures] = [await exportsOf(project), await figuresOf(project)];

      const isRobot = ({ context }: AhaEvent) => JSON.stringify(context).includes('bot');
      const people = events.filter((event) => !isRobot(event));
      for (const [person, own] of whoseEvents(people, NOW_MS)) {
        expect(exports.get(person)).toEqual(expect.arrayContaining(own.map(({ messageId }) => messageId)));
        expect(figures.get(person)).toMatchObject({
          facts: { all: own.filter(({ type }) => type !== 'group' && type !== 'alias').length },
        });
      }
      expect([...exports.values()].flat().sort()).toEqual(events.map(({ messageId }) => messageId).sort());

      expect(await store.erasePerson(project, erased, false)).toBe(exports.get(erased)!.length);
      exports.set(erased, []);
      figures.delete(erased);
      expect(await exportsOf(project)).toEqual(exports);
      expect(await figuresOf(project)).toEqual(figures);
      const others = [...whoseEvents(people, NOW_MS)].filter(([person]) => person !== erased);
      const answers = others.flatMap(([person, own]) =>
        own.flatMap((one) =>
          'properties' in one && one.type === 'track' ? [`${person} ${one.properties?.response_id as string}`] : [],
        ),
      );
      expect((await nps(project)).responses).toBe(new Set(answers).size);

      // What is sent again stays away.
      await send(project, events);
      expect(await exportsOf(project)).toEqual(exports);
    }),
    { numRuns: 25, seed: 11, endOnFailure: false },
  );
});
