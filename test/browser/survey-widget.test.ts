import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../helpers/eventually.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let collector: RunningCollector;
let site: Site;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const SETTINGS = {
  questions: [
    { id: 'ease', kind: 'scale', title: 'How easy was it?', next: [{ if: { group: 'positive' }, to: 'comment' }] },
    { id: 'reason', kind: 'choices', title: 'Why not?', options: ['Price', 'Speed'], other: true, required: true },
    { id: 'email', kind: 'email', title: 'May we write to you?', required: true },
    { id: 'comment', title: 'Anything else?' },
    { id: 'ok', kind: 'consent', title: 'May we call you?', label: 'Yes, you may', required: true },
  ],
};

/** A page under the strictest policy, with a client where the tag is wanted. */
async function open(body: string, { lang = 'en', dir = 'ltr', tag = false } = {}, options: BrowserContextOptions = {}) {
  const script = tag
    ? `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="test-key" data-page="off"></script>`
    : ['nps', 'csat', 'ces', 'survey']
        .map((name) => `<script type="module" src="${collector.url}/sdk/widgets/${name}.js"></script>`)
        .join('');
  site = await serveSite(
    {
      '/': `<!doctype html><html lang="${lang}" dir="${dir}"><head><title>Shop</title>
        <meta name="viewport" content="width=device-width">${script}</head>
        <body><main><h1>Shop</h1><button id="before">Before</button>${body}<button id="after">After</button></main></body></html>`,
    },
    {
      'content-security-policy': `default-src 'none'; script-src ${collector.url}; connect-src ${collector.url}; require-trusted-types-for 'script'; trusted-types 'none'`,
    },
  );
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  closing.push(async () => {
    await context.close();
    await site.stop();
    expect(complaints).toEqual([]);
  });
  await page.addInitScript(() => {
    Object.assign(window, { told: [] });
    for (const type of ['aha-answer', 'aha-snooze', 'aha-dismiss'])
      document.addEventListener(type, (event) => {
        const { detail } = event as CustomEvent<Record<string, unknown>>;
        (window as unknown as { told: unknown[] }).told.push({ ...detail, type, waitUntil: null });
      });
  });
  await page.goto(site.url);
  return page;
}

const survey = `<aha-survey survey="s" settings='${JSON.stringify(SETTINGS)}'></aha-survey>`;
const part = (page: Page, name: string) => page.locator(`[part~=${name}]`);
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Record<string, unknown>[] }).told);

async function expectAccessible(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run('main').then(({ violations, passes }) =>
      ({ violations: violations.map(({ id, nodes }) => id + ' ' + nodes[0].html), passes: passes.length }))`,
    awaitPromise: true,
    returnByValue: true,
  });
  const { violations, passes } = result.value as { violations: string[]; passes: number };
  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(5);
}

test('a survey is answered by keyboard alone, by the branches of its answers', async () => {
  const page = await open(survey);
  await part(page, 'step').waitFor();
  await page.locator('#before').focus();
  for (const key of ['Tab', 'Space', 'Enter']) await page.keyboard.press(key); // 1 of 5
  await page.getByText('Why not?').waitFor();
  for (const key of ['Space', 'Tab', 'Tab', 'Space', 'Tab']) await page.keyboard.press(key); // price, and another
  await page.keyboard.type('The weather');
  await page.keyboard.press('Enter');
  await page.getByText('May we write to you?').waitFor();
  await page.keyboard.type('nobody');
  await page.keyboard.press('Enter');
  await part(page, 'problem').waitFor();
  await page.keyboard.type('@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('Anything else?').waitFor();
  await page.keyboard.type('No');
  for (const key of ['Tab', 'Enter']) await page.keyboard.press(key);
  await page.getByText('May we call you?').waitFor();
  for (const key of ['Space', 'Tab', 'Enter']) await page.keyboard.press(key);
  await part(page, 'thanks').waitFor();
  expect((await told(page)).at(-1)).toMatchObject({
    type: 'aha-answer',
    partial: false,
    score: 1,
    group: 'negative',
    comment: 'No',
    properties: {
      email: 'nobody@example.com',
      may_contact: true,
      answers: { ease: 1, reason: ['Price', 'other'], reason_other: 'The weather', ok: true },
    },
  });
});

test.each([
  ['light', {}, {}],
  [
    'dark, from right to left, on a phone',
    { lang: 'ar', dir: 'rtl' },
    { colorScheme: 'dark' as const, viewport: { width: 320, height: 640 } },
  ],
  ['in forced colours', { lang: 'zh-CN' }, { forcedColors: 'active' as const }],
])('every kind of question passes axe and fits 320 px: %s', async (_how, language, options) => {
  const one = (question: object) =>
    `<aha-survey survey="${JSON.stringify(question).length}" settings='${JSON.stringify({ questions: [question] })}'></aha-survey>`;
  const page = await open(
    `<aha-nps></aha-nps><aha-csat></aha-csat><aha-csat survey="stars" look="stars"></aha-csat><aha-ces></aha-ces>
     <aha-ces survey="faces" look="emoji"></aha-ces>${SETTINGS.questions.map((question) => one({ ...question, next: [] })).join('')}`,
    language,
    options,
  );
  await expect.poll(() => part(page, 'card').count()).toBe(10);
  await expectAccessible(page);
  for (const element of await page.locator('aha-csat, aha-ces').all())
    await element.locator('input').nth(3).check({ force: true });
  await page
    .locator('aha-survey [part=submit]')
    .evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
  await expect.poll(() => part(page, 'problem').count()).toBe(4);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    'viewport' in options ? 320 : 1280,
  );
});

test('what is typed is there after a reload, in the same response; another tab that has it open closes it when it is answered', async () => {
  const page = await open('<aha-csat placement="corner" open></aha-csat>', { tag: true });
  const radio = page.locator('aha-csat input[type=radio]').nth(1);
  await radio.check({ force: true });
  await part(page, 'submit').click();
  await part(page, 'comment').fill('Half a sen');
  await page.reload();
  await expect.poll(() => part(page, 'comment').inputValue()).toBe('Half a sen');
  const other = await page.context().newPage();
  await other.goto(site.url);
  await expect.poll(() => part(other, 'comment').inputValue()).toBe('Half a sen');
  await part(other, 'comment').fill('A whole sentence');
  await expect.poll(() => part(page, 'comment').inputValue()).toBe('A whole sentence');
  await part(other, 'submit').click();
  await part(other, 'thanks').waitFor();
  await expect.poll(() => part(page, 'card').count()).toBe(0);
  await other.evaluate(() => (window.ahaloop as { flush(): Promise<unknown> }).flush());
  const exported = await eventually(
    async () => {
      const id = await other.evaluate(() => (window.ahaloop as { personId(): string }).personId());
      const answer = await fetch(`${collector.url}/v1/person/${id}/export`);
      return (await answer.text()).split('\n').filter((line) => line.includes('Survey '));
    },
    (lines) => lines.some((line) => line.includes('Survey Submitted')),
  );
  expect(new Set(exported.map((line) => /"response_id":"([^"]+)"/.exec(line)?.[1])).size).toBe(1);
  expect(exported.filter((line) => line.includes('Survey Dismissed'))).toEqual([]);
  expect(exported.filter((line) => line.includes('Survey Viewed'))).toHaveLength(1);
});

test('later snoozes, closing dismisses, and neither takes the focus', async () => {
  const page = await open('<aha-ces placement="corner" open></aha-ces>');
  await page.locator('#before').focus();
  await part(page, 'later').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('before');
  await part(page, 'later').click();
  await expect.poll(() => part(page, 'card').count()).toBe(0);
  await page.evaluate(() => document.querySelector('aha-ces')?.toggleAttribute('open', true));
  await part(page, 'close').click();
  expect((await told(page)).map(({ type }) => type)).toEqual(['aha-snooze', 'aha-dismiss']);
});
