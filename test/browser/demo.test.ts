import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { eventually } from '../helpers/eventually.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { startDemo, type RunningDemo } from '../helpers/start-demo.js';
import { AS_READER } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';

let browser: Browser;
let demo: RunningDemo;
let context: BrowserContext;
let complaints: string[];

beforeAll(async () => {
  [browser, demo] = await Promise.all([launchBrowser(), startDemo()]);
});
afterAll(async () => {
  await browser.close();
  expect(await demo.stop()).toBe(0);
});
beforeEach(async () => {
  context = await browser.newContext();
  complaints = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(demo.site);
  await page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
  return page;
}
const nps = async (survey: string): Promise<object> => {
  const response = await fetch(`${demo.collector}/v1/reports/nps?robots=include&survey=${survey}`, {
    headers: AS_READER,
  });
  return (await response.json()) as object;
};

test('a question answered by keyboard alone becomes rows and a figure', async () => {
  const page = await open();
  const survey = page.locator('aha-nps[survey=relationship_nps]');
  await survey.getByRole('radio').first().waitFor();

  // Tab until the focus is in the group of numbers: one stop, then the arrows.
  for (
    let presses = 0;
    !(await survey.evaluate((element) => element.shadowRoot?.activeElement?.matches('[type=radio]')));
  ) {
    expect(++presses).toBeLessThan(60);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  for (let score = 0; score < 9; score++) await page.keyboard.press('ArrowRight');
  expect(await survey.getByRole('radio', { checked: true }).getAttribute('name')).toBe('score');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  // The person's own submit takes them to the follow-up for promoters.
  await survey.getByText('What do you like most?').waitFor();
  await page.keyboard.type('The weekly report. 很好用！');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await survey.getByText('It means a lot to us.').waitFor();

  // On disk before the thanks is shown; at the collector soon after.
  await eventually(
    () => nps('relationship_nps'),
    (report) => 'score' in report && report.score !== null,
  );
  await page.evaluate(() => (window.ahaloop as Client).flush());
  expect(await nps('relationship_nps')).toMatchObject({
    score: 100,
    responses: 1,
    groups: { promoter: 1, passive: 0, detractor: 0 },
  });
  expect(await storedEvents(demo.collector)).toMatchObject({
    'Survey Viewed': 1,
    'Survey Answered': 1,
    'Survey Submitted': 1,
  });
});

test('the thanks waits until the answer is on disk', async () => {
  // A disk whose writes end only when the test lets them.
  await context.addInitScript(() => {
    const held: (() => void)[] = [];
    const add = IDBTransaction.prototype.addEventListener;
    IDBTransaction.prototype.addEventListener = function (type: string, listener: EventListener) {
      add.call(this, type, (event: Event) => {
        if (type === 'complete' && 'holding' in window) held.push(() => listener(event));
        else listener(event);
      });
    };
    Object.assign(window, {
      release: () => {
        delete (window as { holding?: boolean }).holding;
        held.splice(0).forEach((go) => go());
      },
    });
  });
  const page = await open();
  const survey = page.locator('aha-nps[survey=relationship_nps]');
  await survey.getByRole('radio', { name: /^3/ }).check();
  await survey.getByRole('button', { name: 'Submit' }).click();
  await survey.getByText('What should we improve first?').waitFor();
  await page.evaluate(() => Object.assign(window, { holding: true }));
  await survey.getByRole('button', { name: 'Send' }).click();
  await survey.locator('[aria-disabled=true]').first().waitFor();
  expect(await survey.getByText('put things right').count()).toBe(0);
  await page.evaluate(() => (window as never as { release: () => void }).release());
  await survey.getByText('put things right').waitFor();
});

test('a click, a sign-up and a page view are stored', async () => {
  const page = await open();
  await page.click('#new-report');
  await page.fill('input[name=name]', '李雷');
  await page.fill('input[name=company]', 'Helloword GmbH');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#signed-in:not([hidden])');
  await page.evaluate(() => (window.ahaloop as Client).flush());
  expect(await storedEvents(demo.collector)).toMatchObject({
    'Report Created': 1,
    identify: 1,
    page: expect.any(Number) as number,
  });
});

test('its server shows figures by the read key, which no page sees', async () => {
  for (const [name, member] of [
    ['events', 'rows'],
    ['nps', 'responses'],
  ]) {
    const response = await fetch(`${demo.site}/figures/${name}`);
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ [member!]: expect.anything() as object }),
    ]);
  }
  const page = await open();
  expect(await page.content()).not.toContain(AS_READER.authorization.slice('Bearer '.length));
});

test('speaks Chinese, and asks from the corner', async () => {
  const page = await open();
  await page.click('[data-lang=zh-CN]');
  await page.locator('aha-nps[survey=relationship_nps]').getByText('您有多大可能向朋友或同事推荐').waitFor();
  await page.click('#open-corner');
  const corner = page.locator('aha-nps[survey=corner_nps]');
  await corner.getByRole('dialog').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('open-corner');
  await corner.getByRole('button', { name: '关闭' }).click();
  await corner.getByRole('dialog').waitFor({ state: 'hidden' });
});
