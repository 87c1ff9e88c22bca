/**
 * One person on two devices: built files, two browsers that share nothing, a real collector, a token as a server makes it.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

const DEFINITION = {
  version: 1,
  facts: { reports: { count: 'Report Created' } },
  milestones: { first_report: { event: 'Report Created' } },
  stages: [
    { id: 'new', enter: {} },
    { id: 'active', enter: { reports: { $gte: 2 } } },
  ],
  widgets: {
    relationship: { kind: 'nps' },
    start: { kind: 'checklist', items: [{ id: 'read', title: 'Read the guide', byHand: true }] },
  },
  plays: [{ id: 'ask', when: { $milestone: 'first_report' }, show: 'relationship', every: '90d' }],
};
const SECRET = 'not a secret but long enough'.replaceAll(' ', '-').padEnd(40, '.');

let browser: Browser;
let collector: RunningCollector;
let site: Site;
const folder = mkdtempSync(join(tmpdir(), 'ahaloop-lifecycle-'));

const tokenOf = (sub: string): string => {
  const claims = { sub, project: 'default', exp: Math.floor(Date.now() / 1_000) + 3_600 };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${createHmac('sha256', SECRET).update(payload).digest('base64url')}`;
};

beforeAll(async () => {
  const file = join(folder, 'lifecycle.json');
  writeFileSync(file, JSON.stringify(DEFINITION));
  const args = ['--lifecycle', file, '--identity-secret', SECRET, '--site', 'https://shop.example/'];
  [browser, collector] = await Promise.all([launchBrowser(), startCollector({ writeKeys: ['wk_two'], args })]);
  const pageOf = (userId: string, content = '') => `<!doctype html><title>Shop</title>
    <script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_two" data-page="off" data-lifecycle
      data-identity-token="${tokenOf(userId)}"></script>
    <script>window.told = [];</script>
    ${content}`;
  site = await serveSite({
    '/': pageOf('u1'),
    '/list': pageOf('u2', '<aha-checklist checklist="start"></aha-checklist>'),
    '/invite': pageOf('u3', '<aha-referral></aha-referral>'),
  });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.stop();
  rmSync(folder, { recursive: true });
});

/** A browser of its own, and the names of the events that it has sent. */
async function device(): Promise<{ readonly context: BrowserContext; readonly sent: string[] }> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const sent: string[] = [];
  context.on('request', (request) => {
    const events = sentEvents<{ event?: string; type: string; context: unknown }>(request);
    sent.push(...events.map(({ event, type }) => event ?? type));
  });
  return { context, sent };
}

async function signIn(context: BrowserContext, userId = 'u1', path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  await page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
  await page.evaluate((id) => {
    const client = window.ahaloop as Client;
    const { told } = window as unknown as { told: string[] };
    client.on('stage', ({ to }) => told.push(`stage ${to}`));
    client.on('play', ({ play, settle }) => {
      told.push(`play ${play}`);
      settle('dismissed');
    });
    void client.identify(id);
  }, userId);
  return page;
}
const knows = (page: Page, reports: number) =>
  page.waitForFunction((count) => (window.ahaloop as Client).state()?.facts.reports === count, reports);
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: string[] }).told);
const create = (page: Page, times: number) =>
  page.evaluate(async (count) => {
    for (let n = 0; n < count; n++) await (window.ahaloop as Client).track('Report Created');
  }, times);
const flush = (page: Page) => page.evaluate(() => (window.ahaloop as Client).flush());

test('a second device knows what was done on the first, tells and asks none of it again, and counts nothing twice', async () => {
  const [first, second] = [await device(), await device()];
  const laptop = await signIn(first.context);
  await create(laptop, 2);
  await laptop.waitForFunction(() => (window as unknown as { told: string[] }).told.includes('play ask'));
  await laptop.evaluate(() => (window.ahaloop as Client).track('Survey Submitted', { survey_id: 'relationship' }));
  await expect
    .poll(async () => {
      await flush(laptop);
      return first.sent.filter((event) => event === 'Stage Entered' || event === 'Survey Submitted').length;
    })
    .toBeGreaterThanOrEqual(2);

  const phone = await signIn(second.context);
  await knows(phone, 2);
  await create(phone, 1);
  await knows(phone, 3);
  await flush(phone);
  expect(await told(phone)).toEqual([]);
  expect(second.sent).toEqual(['identify', 'Report Created']);

  const again = await signIn(first.context);
  await knows(again, 3);
  expect((await told(again)).filter((what) => what.startsWith('play'))).toEqual([]);
});

test('a checklist that is hidden on one device is hidden on the other, and back on both', async () => {
  const [first, second] = [await device(), await device()];
  const list = (page: Page) => page.locator('aha-checklist').getByText('Read the guide');
  const flushed = async (page: Page, event: string, sent: string[]) =>
    expect
      .poll(async () => {
        await flush(page);
        return sent;
      })
      .toContain(event);
  const laptop = await signIn(first.context, 'u2', '/list');
  await laptop.getByRole('button', { name: 'Hide' }).click();
  await list(laptop).waitFor({ state: 'detached' });
  await flushed(laptop, 'Checklist Dismissed', first.sent);

  const phone = await signIn(second.context, 'u2', '/list');
  await phone.waitForFunction(() => (window.ahaloop as Client).widget('start')?.hiddenUntil);
  await phone.locator('aha-checklist:defined').waitFor({ state: 'attached' });
  expect(await list(phone).count()).toBe(0);
  await phone.evaluate(() => document.querySelector('aha-checklist')!.show());
  await list(phone).waitFor();
  await flushed(phone, 'Checklist Restored', second.sent);

  await laptop.reload();
  await list(laptop).waitFor();
});

test('a person has one referral link on all devices', async () => {
  const linkOn = async (page: Page) => {
    const link = page.locator('aha-referral').locator('input[part~=link]');
    await expect.poll(() => link.inputValue({ timeout: 1_000 }).catch(() => '')).toMatch(/\/r\/[0-9a-z]{12}$/);
    return link.inputValue();
  };
  const [laptop, phone] = [
    await signIn((await device()).context, 'u3', '/invite'),
    await signIn((await device()).context, 'u3', '/invite'),
  ];
  const link = await linkOn(laptop);
  await expect.poll(() => linkOn(phone)).toBe(link);
  await laptop.reload();
  await expect.poll(() => linkOn(laptop)).toBe(link);
});
