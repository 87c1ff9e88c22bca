import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { expectAccessible } from '../helpers/axe.js';
import { eventually } from '../helpers/eventually.js';
import { focused } from '../helpers/focused.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { quietContext } from '../helpers/quiet-context.js';
import { serveSite } from '../helpers/serve-site.js';
import { shopPage } from '../helpers/shop-page.js';
import { AS_READER, startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { strictPolicy } from '../helpers/strict-policy.js';
import { noteTold, told, toldTypes } from '../helpers/told.js';

let browser: Browser;
let collector: RunningCollector;

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
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

interface PageOptions extends BrowserContextOptions {
  readonly lang?: string;
  /** With the script tag, and so a client. */
  readonly tag?: boolean;
}

/** A page under the strictest policy; `told` has the widgets' events. */
async function open(body: string, { lang, tag = false, ...options }: PageOptions = {}): Promise<Page> {
  const script = tag
    ? `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="test-key" data-page="off"></script>`
    : ['nps', 'csat', 'ces', 'survey']
        .map((name) => `<script type="module" src="${collector.url}/sdk/widgets/${name}.js"></script>`)
        .join('');
  const policy = strictPolicy(collector.url, `connect-src ${collector.url}`);
  const site = await serveSite({ '/': shopPage(script, body, lang) }, policy);
  onTestFinished(site.stop);
  const { context } = await quietContext(browser, options);
  await noteTold(context, ['aha-answer', 'aha-snooze', 'aha-dismiss']);
  const page = await context.newPage();
  await page.goto(site.url);
  return page;
}

const survey = `<aha-survey survey="s" settings='${JSON.stringify(SETTINGS)}'></aha-survey>`;
const part = (page: Page, name: string) => page.locator(`[part~=${name}]`);

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
    detail: {
      partial: false,
      score: 1,
      group: 'negative',
      comment: 'No',
      properties: {
        email: 'nobody@example.com',
        may_contact: true,
        answers: { ease: 1, reason: ['Price', 'other'], reason_other: 'The weather', ok: true },
      },
    },
  });
});

test.each([
  ['light', {}],
  [
    'dark, from right to left, on a phone',
    { lang: 'ar', colorScheme: 'dark' as const, viewport: { width: 320, height: 640 } },
  ],
  ['in forced colours', { lang: 'zh-CN', forcedColors: 'active' as const }],
])('every kind of question passes axe and fits 320 px: %s', async (_how, options) => {
  const one = (question: object) =>
    `<aha-survey survey="${JSON.stringify(question).length}" settings='${JSON.stringify({ questions: [question] })}'></aha-survey>`;
  const page = await open(
    `<aha-nps></aha-nps><aha-csat></aha-csat><aha-csat survey="stars" look="stars"></aha-csat><aha-ces></aha-ces>
     <aha-ces survey="faces" look="emoji"></aha-ces>${SETTINGS.questions.map((question) => one({ ...question, next: [] })).join('')}`,
    options,
  );
  await expect.poll(() => part(page, 'card').count()).toBe(10);
  await expectAccessible(page, 'main');
  for (const element of await page.locator('aha-csat, aha-ces').all())
    await element.locator('input').nth(3).check({ force: true });
  await page
    .locator('aha-survey [part=submit]')
    .evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
  await expect.poll(() => part(page, 'problem').count()).toBe(4);
  await expectAccessible(page, 'main');
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
  await other.goto(page.url());
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
      const answer = await fetch(`${collector.url}/v1/person/${id}/export`, { headers: AS_READER });
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
  expect(await focused(page)).toBe('before');
  await part(page, 'later').click();
  await expect.poll(() => part(page, 'card').count()).toBe(0);
  await page.evaluate(() => document.querySelector('aha-ces')?.toggleAttribute('open', true));
  await part(page, 'close').click();
  expect(await toldTypes(page)).toEqual(['aha-snooze', 'aha-dismiss']);
});
