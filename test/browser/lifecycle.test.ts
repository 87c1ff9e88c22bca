/**
 * The lifecycle of the person in the page: built files, a real browser, a real collector.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

const DEFINITION = {
  version: 3,
  facts: {
    reports: { count: 'Report Created' },
    rows: { sum: 'Report Created', of: 'rows' },
    plan: { trait: 'plan', type: 'string' },
  },
  milestones: {
    first_report: { event: 'Report Created', aha: true },
    third_report: { event: 'Report Created', count: 3 },
  },
  stages: [
    { id: 'visitor', enter: {} },
    { id: 'active', enter: { reports: { $gte: 1 } } },
    { id: 'power', enter: { $milestone: 'third_report' } },
  ],
  segments: { big: { rows: { $gte: 100 } }, team: { plan: 'team' } },
  health: { signals: [{ fact: 'reports', from: 0, to: 4, points: 100 }], warnBelow: 50 },
  experiments: { wording: { variants: ['short', 'long'] } },
  widgets: { relationship: { kind: 'nps' }, invite: { kind: 'referral', surface: 'modal' } },
  plays: [
    { id: 'ask', when: { $milestone: 'first_report' }, show: 'relationship', every: '90d' },
    {
      id: 'refer',
      on: { event: 'Survey Submitted', where: { group: 'promoter' } },
      when: { $experiment: { wording: ['short', 'long'] } },
      show: 'invite',
    },
    { id: 'celebrate', when: { $milestone: 'third_report' }, call: 'confetti' },
    { id: 'never', when: { $milestone: 'first_report' }, call: 'held back', holdout: 1 },
  ],
};

interface Sent {
  readonly event?: string;
  readonly type: string;
  readonly anonymousId: string;
  readonly userId?: string;
  readonly properties?: Record<string, unknown>;
}

let browser: Browser;
let collector: RunningCollector;
let site: Site;
let context: BrowserContext;
let sent: Sent[];
/** What pages wrote to the console. */
let said: string[];

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector({ writeKeys: ['wk_life'] })]);
  const tag = (attributes: string): string =>
    `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_life" data-page="off" ${attributes}></script>`;
  const html = (attributes: string): string => `<!doctype html><title>Shop</title>${tag(attributes)}
    <script>
      window.told = [];
      window.listen = (client) => {
        for (const name of ['stage', 'milestone', 'health', 'segment'])
          client.on(name, (detail) => told.push([name, detail.to ?? detail.milestone ?? detail.segment]));
      };
    </script>`;
  site = await serveSite({
    '/': html('data-lifecycle="/lifecycle.json"'),
    '/pending': html('data-lifecycle="/lifecycle.json" data-consent="pending"'),
    '/wrong': html('data-lifecycle="/wrong.json"'),
    '/none': html(''),
    '/lifecycle.json': JSON.stringify(DEFINITION),
    '/wrong.json': JSON.stringify({ ...DEFINITION, stages: [{ id: 'a', enter: { reprots: 1 } }] }),
  });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.stop();
});
beforeEach(async () => {
  sent = [];
  said = [];
  context = await browser.newContext();
  context.on('console', (message) => said.push(message.text()));
  context.on('request', (request) => {
    sent.push(...sentEvents<Sent>(request));
  });
});
afterEach(() => context.close());

async function open(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  await page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
  await page.evaluate(() => {
    (window as unknown as { listen: (client: unknown) => void }).listen(window.ahaloop);
  });
  return page;
}
const running = (page: Page) => page.waitForFunction(() => (window.ahaloop as Client).state() !== null);
const create = (page: Page, times: number) =>
  page.evaluate(async (count) => {
    for (let n = 0; n < count; n++) await (window.ahaloop as Client).track('Report Created', { rows: 30 });
  }, times);
const state = (page: Page) => page.evaluate(() => (window.ahaloop as Client).state());
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: [string, string][] }).told);
const stageIs = (page: Page, stage: string) =>
  page.waitForFunction((is) => (window.ahaloop as Client).state()?.stage === is, stage);
/** Step by step: of events that are read together only the last stage is told. */
async function becomePower(page: Page): Promise<void> {
  await create(page, 1);
  await stageIs(page, 'active');
  await create(page, 2);
}
const flush = (page: Page) => page.evaluate(() => (window.ahaloop as Client).flush());
/** Ahaloop's own reports that were sent so far, in order. */
const reports = (): string[] =>
  sent
    .filter(({ properties }) => properties?.definition_version === 3)
    .map(
      ({ event, properties }) => `${event}: ${String(properties?.milestone ?? properties?.stage ?? properties?.level)}`,
    );
async function reported(page: Page, count: number): Promise<string[]> {
  await expect
    .poll(async () => {
      await flush(page);
      return reports().length;
    })
    .toBe(count);
  return reports();
}

test('what a person does moves them through the lifecycle, which is told once each, here and to the collector', async () => {
  const page = await open();
  await running(page);
  await create(page, 1);
  await stageIs(page, 'active');
  await create(page, 3);
  expect(await state(page)).toMatchObject({
    stage: 'power',
    milestones: { first_report: { late: false }, third_report: { late: false } },
    segments: ['big'],
    health: { score: 100, level: 'healthy', signals: [{ name: 'reports', value: 4, points: 100, of: 100 }] },
    facts: { reports: 4, rows: 120, plan: null },
    timeToValueMs: 0,
  });
  expect((await reported(page, 5)).sort()).toEqual([
    'Activation Milestone Reached: first_report',
    'Activation Milestone Reached: third_report',
    'Health Changed: healthy',
    'Stage Entered: active',
    'Stage Entered: power',
  ]);
  expect((await told(page)).map((detail) => detail.join(' ')).sort()).toEqual([
    'health healthy',
    'health warning',
    'milestone first_report',
    'milestone third_report',
    'segment big',
    'stage active',
    'stage power',
  ]);
});

test('a reload and another page know where the person stands, and tell nothing again', async () => {
  const page = await open();
  await running(page);
  await becomePower(page);
  await reported(page, 5);
  await page.reload();
  await page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
  await page.evaluate(() => (window as unknown as { listen: (client: unknown) => void }).listen(window.ahaloop));
  await stageIs(page, 'power');
  await create(page, 1);
  await page.waitForFunction(() => (window.ahaloop as Client).state()?.facts.reports === 4);
  expect(await told(page)).toEqual([['segment', 'big']]);
  await flush(page);
  expect(reports()).toHaveLength(5);
});

test('what is done in one tab is known in the other, and told to the collector by one of them', async () => {
  const [one, other] = [await open(), await open()];
  await Promise.all([running(one), running(other)]);
  await Promise.all([create(one, 2), create(other, 2)]);
  for (const page of [one, other]) {
    await page.waitForFunction(() => (window.ahaloop as Client).state()?.facts.reports === 4);
    await stageIs(page, 'power');
  }
  await expect
    .poll(async () => {
      await Promise.all([flush(one), flush(other)]);
      return reports()
        .filter((report) => report.startsWith('Activation'))
        .sort();
    })
    .toEqual(['Activation Milestone Reached: first_report', 'Activation Milestone Reached: third_report']);
});

test('who signs in brings what they did before; who signs in after them begins anew', async () => {
  const page = await open();
  await running(page);
  await create(page, 2);
  await page.evaluate(() => (window.ahaloop as Client).identify('ada', { plan: 'team' }));
  await create(page, 1);
  await stageIs(page, 'power');
  expect(await state(page)).toMatchObject({ facts: { reports: 3, plan: 'team' }, segments: ['team'] });
  await page.evaluate(() => (window.ahaloop as Client).identify('ben'));
  await page.waitForFunction(() => (window.ahaloop as Client).state()?.facts.reports === 0);
  expect(await state(page)).toMatchObject({ stage: 'visitor', milestones: {}, facts: { plan: null } });
  await page.evaluate(() => (window.ahaloop as Client).identify('ada'));
  await page.waitForFunction(() => (window.ahaloop as Client).state()?.facts.reports === 3);
});

test('while consent is pending the lifecycle is in memory only, and nothing of it is lost when it is granted', async () => {
  const page = await open('/pending');
  await running(page);
  await create(page, 3).catch(() => {});
  await stageIs(page, 'power');
  expect(await page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length])).toEqual([0, 0]);
  expect(sent).toEqual([]);
  await page.evaluate(() => (window.ahaloop as Client).consent('granted'));
  expect((await reported(page, 3)).sort()).toEqual([
    'Activation Milestone Reached: first_report',
    'Activation Milestone Reached: third_report',
    'Stage Entered: power',
  ]);
  const later = await open();
  await stageIs(later, 'power');
});

test('who is forgotten is nobody in the lifecycle either', async () => {
  const page = await open();
  await running(page);
  await becomePower(page);
  await reported(page, 5);
  await page.evaluate(() => (window.ahaloop as Client).forget());
  expect(await state(page)).toMatchObject({ stage: 'visitor', facts: { reports: 0 } });
  const later = await open();
  await running(later);
  expect(await state(later)).toMatchObject({ stage: 'visitor', facts: { reports: 0 } });
});

/** Listens for plays; `done` has their ids. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const own = window as unknown as { done: string[]; settle: Record<string, (outcome: string) => void> };
    [own.done, own.settle] = [[], {}];
    (window.ahaloop as Client).on('play', ({ play, widget, call, settings, settle }) => {
      own.done.push([play, widget ?? call, settings?.kind].filter(Boolean).join(' '));
      own.settle[play] = settle as (outcome: string) => void;
    });
  });
const done = (page: Page) => page.evaluate(() => (window as unknown as { done: string[] }).done);
const isDone = (page: Page, count: number) =>
  page.waitForFunction((times) => (window as unknown as { done: string[] }).done.length === times, count);
const failedGates = (page: Page, play: string) =>
  page.evaluate(
    (id) =>
      (window.ahaloop as Client)
        .explain(id)
        ?.filter(({ passed }) => !passed)
        .map(({ gate }) => gate),
    play,
  );

test('a play is done when its time has come, once in all tabs, and explains itself before and after', async () => {
  const [one, other] = [await open(), await open()];
  await Promise.all([running(one), running(other)]);
  expect(await failedGates(one, 'celebrate')).toEqual(['when', 'page']);
  await Promise.all([listen(one), listen(other)]);
  await create(one, 1);
  await one.waitForFunction(() =>
    (window.ahaloop as Client).explain('ask')?.some(({ gate, passed }) => gate === 'every' && !passed),
  );
  await other.waitForFunction(() =>
    (window.ahaloop as Client).explain('ask')?.some(({ gate, passed }) => gate === 'every' && !passed),
  );
  expect([...(await done(one)), ...(await done(other))]).toEqual(['ask relationship nps']);
  const [every] = await one.evaluate(() =>
    (window.ahaloop as Client).explain('ask')!.filter(({ gate }) => gate === 'every'),
  );
  expect(every!.nextAtMs! - (every!.value as number)).toBe(90 * 86_400_000);
  await expect
    .poll(async () => {
      await Promise.all([flush(one), flush(other)]);
      return sent.filter(({ event }) => event === 'Prompt Suppressed').map(({ properties }) => properties);
    })
    .toEqual([{ play: 'never', reason: 'holdout' }]);
});

test('an answer leads on to the next play, and who sees a variant is exposed to it', async () => {
  const page = await open();
  await running(page);
  await listen(page);
  await create(page, 1);
  await isDone(page, 1);
  await page.evaluate(() =>
    (window.ahaloop as Client).track('Survey Submitted', { survey_id: 'relationship', group: 'promoter' }),
  );
  await isDone(page, 2);
  expect(await done(page)).toEqual(['ask relationship nps', 'refer invite referral']);
  expect((await state(page))?.experiments.wording).toMatch(/^(short|long)$/);
  expect(await page.evaluate(() => (window.ahaloop as Client).explain('nothing'))).toBeNull();
});

test("where nobody listens a play shows the survey by itself, whose answer is the play's outcome", async () => {
  const page = await open();
  await running(page);
  await create(page, 1);
  const survey = page.locator('aha-nps[survey=relationship]');
  await survey.getByRole('radio', { name: '9', exact: true }).check({ force: true });
  await survey.locator('[part~=submit]').click();
  await survey.locator('[part~=skip]').click();
  await survey.locator('[part~=thanks]').waitFor();
  await page.waitForFunction(() =>
    (window.ahaloop as Client).explain('ask')?.some(({ gate, value }) => gate === 'surface' && value !== 'ask'),
  );
  expect(await failedGates(page, 'celebrate')).toEqual(['when', 'page']);
  // Its next page does not ask again.
  await page.reload();
  await page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
  await running(page);
  await create(page, 1);
  await page.waitForFunction(() => (window.ahaloop as Client).state()?.facts.reports === 2);
  expect(await page.locator('aha-nps').count()).toBe(0);
  expect(await failedGates(page, 'ask')).toEqual(expect.arrayContaining(['every', 'quiet']));
});

test('nothing of ours is shown while the page shows a prompt of its own', async () => {
  const page = await open();
  await running(page);
  await listen(page);
  await page.evaluate(() => {
    Object.assign(window, { banner: (window.ahaloop as Client).claim('cookies') });
  });
  await create(page, 1);
  await page.waitForFunction(() => (window.ahaloop as Client).state()?.stage === 'active');
  await page.waitForFunction(() =>
    (window.ahaloop as Client).explain('ask')?.every(({ gate, passed }) => passed || gate === 'claim'),
  );
  expect(await done(page)).toEqual([]);
  await page.evaluate(() => (window as unknown as { banner: { cancelled(): void } }).banner.cancelled());
  await isDone(page, 1);
  // A callback takes no room.
  await create(page, 2);
  await isDone(page, 2);
  expect(await done(page)).toEqual(['ask relationship nps', 'celebrate confetti']);
});

test('a definition with a mistake is told to the developer, and the page goes on without', async () => {
  const page = await open('/wrong');
  await expect.poll(() => said.join()).toContain('name-unknown: $.stages[0].enter.reprots is "reprots"');
  expect(await state(page)).toBeNull();
  await create(page, 1);
  await flush(page);
  expect(sent.map(({ event }) => event)).toEqual(['Report Created']);
});

test('without a definition there is no state', async () => {
  expect(await state(await open('/none'))).toBeNull();
});
