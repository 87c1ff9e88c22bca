import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { expectAccessible } from '../helpers/axe.js';
import { focused } from '../helpers/focused.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { leastSide } from '../helpers/least-side.js';
import { quietContext } from '../helpers/quiet-context.js';
import { serveSite } from '../helpers/serve-site.js';
import { shopPage } from '../helpers/shop-page.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { strictPolicy } from '../helpers/strict-policy.js';

const PERSON = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

let browser: Browser;
let collector: RunningCollector;

beforeAll(async () => {
  browser = await launchBrowser();
  // The site's pages are served at a port of their own each time; where links lead is looked at, not followed.
  collector = await startCollector({ args: ['--site', 'https://shop.example.com/hello'] });
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});

/** A page of a shop; `script`: with the script tag, and so a client. */
function html(body: string, { script = false, lang = 'en', head = '' } = {}): string {
  const tag = script
    ? `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="test-key"></script>`
    : `<script type="module" src="${collector.url}/sdk/widgets/referral.js"></script>`;
  return shopPage(head + tag, body, lang);
}

/** The first of these pages, under the strictest policy. */
async function open(pages: Record<string, string>, options: BrowserContextOptions = {}) {
  const policy = strictPolicy(collector.url, `connect-src ${collector.url}`, "form-action 'self'");
  const site = await serveSite(pages, policy);
  onTestFinished(site.stop);
  const { context } = await quietContext(
    browser,
    { viewport: { width: 1280, height: 800 }, ...options },
    (message) => message.type() === 'error',
  );
  const page = await context.newPage();
  await page.goto(site.url);
  return { page, context, site };
}

const part = (page: Page, name: string) => page.locator(`aha-referral [part~=${name}]`);
const clipboard = (context: BrowserContext) => context.grantPermissions(['clipboard-read', 'clipboard-write']);

const SETTINGS = JSON.stringify({
  reward: { referrer: 'a month', friend: '20%' },
  milestones: [{ friends: 1, reward: 'Mug' }, 5],
  invitations: { opened: 9, signedUp: 2, activated: 1, rewarded: 0 },
}).replaceAll('"', '&quot;');
const INVITE = `<aha-referral link="https://shop.example.com/r/k7" settings="${SETTINGS}"></aha-referral>`;

describe('<aha-referral>', () => {
  test.each([
    ['light', 'en', { colorScheme: 'light' as const }],
    ['dark, from right to left, on a phone', 'ar', { viewport: { width: 320, height: 640 } }],
    ['in forced colours', 'zh-CN', { forcedColors: 'active' as const }],
  ])('passes axe in every state: %s', async (how, lang, options) => {
    const head = how.startsWith('dark') ? '<meta name="color-scheme" content="dark">' : '';
    const welcome = '<aha-referral variant="welcome" code="k7" inviter="Mei" href="/in"></aha-referral>';
    const pages = { '/': html(INVITE, { lang, head }), '/welcome': html(welcome, { lang, head }) };
    const { page, site } = await open(pages, options);
    await part(page, 'stats').waitFor();
    await expectAccessible(page, 'aha-referral');
    await part(page, 'more').click();
    await page.locator('aha-referral li:last-child .way').click();
    await part(page, 'qr').waitFor();
    await part(page, 'copy').click();
    await part(page, 'status').waitFor({ state: 'attached' });
    await expectAccessible(page, 'aha-referral');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.goto(`${site.url}/welcome`);
    await part(page, 'action').waitFor();
    await expectAccessible(page, 'aha-referral');
  });

  test('copies and shares by keyboard alone, and the focus goes nowhere by itself', async () => {
    const { page, context } = await open({ '/': html(INVITE) });
    await clipboard(context);
    await part(page, 'copy').waitFor();
    expect(await focused(page)).toBe('body');
    await page.locator('#before').focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('link');
    expect(await page.evaluate(() => String(document.getSelection()))).toBe('https://shop.example.com/r/k7');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('aha-referral [role=status]').textContent()).toBe('Link copied');
    expect(await focused(page)).toBe('copy');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('https://shop.example.com/r/k7');
    for (let press = 0; press < 6; press++) await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('more');
    await page.keyboard.press('Space');
    await expect.poll(() => focused(page)).toBe('way');
    for (let press = 0; press < 4; press++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await part(page, 'qr').waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('after');
  });

  test('draws a code that can be scanned: its three corners, and four modules of white around', async () => {
    const { page } = await open({ '/': html(INVITE) });
    await part(page, 'way').last().click();
    const box = await part(page, 'qr').locator('svg').getAttribute('viewBox');
    const [left, , side] = box!.split(' ').map(Number);
    const size = side! + 2 * left!;
    expect([left, (size - 17) % 4]).toEqual([-4, 0]);
    const path = await part(page, 'qr').locator('path').getAttribute('d');
    for (const corner of ['M0 0h7', `M${size - 7} 0h7`, `M0 ${size - 7}h7`]) expect(path).toContain(corner);
  });

  test('selects the link where the clipboard is closed', async () => {
    const { page } = await open({ '/': html(INVITE) });
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await part(page, 'copy').click();
    await expect.poll(() => part(page, 'status').textContent()).toContain('selected');
    expect(await page.evaluate(() => String(document.getSelection()))).toBe('https://shop.example.com/r/k7');
  });

  test('has targets of 44 px for a finger at 320 px, however long its texts are', async () => {
    const long = 'W'.repeat(2_000);
    const { page } = await open(
      {
        '/': html(
          `<aha-referral link="https://shop.example.com/${long.slice(0, 900)}" title="${long}" text="${long}"></aha-referral>`,
        ),
      },
      { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true },
    );
    await part(page, 'copy').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await leastSide(page.locator('aha-referral').locator('input, button, a'))).toBeGreaterThanOrEqual(43.5);
  });
});

describe('a referral code', () => {
  const form =
    '<form action="/done"><input type="hidden" name="ref" data-aha-referral><input name="mail"><button>Go</button></form>';
  const told = (page: Page) =>
    page.evaluate(
      () => (window as unknown as { ahaloop?: { referral?(): { code: string } | null } }).ahaloop?.referral?.()?.code,
    );
  const identify = (page: Page, id: string) =>
    page.evaluate(
      (userId) =>
        (window as unknown as { ahaloop: { identify(id: string): Promise<unknown> } }).ahaloop.identify(userId),
      id,
    );

  test('outlives a router that tidies up before us, a way through another site, and reaches the sign-up form', async () => {
    const { page, site } = await open({
      '/': html('', { script: true }),
      '/sign-up': html(form, { script: true }),
      '/done': html(''),
    });
    await page.addInitScript(() => {
      if (location.search) history.replaceState(null, '', location.pathname);
    });
    await page.goto(`${site.url}/?aha_ref=k7`);
    expect(new URL(page.url()).search).toBe('');
    await expect.poll(() => told(page)).toBe('k7');
    const provider = await serveSite({ '/': '<!doctype html><title>Sign in</title>', '/favicon.ico': '' });
    onTestFinished(provider.stop);
    await page.goto(provider.url);
    await page.goto(`${site.url}/sign-up?code=oauth&state=1`);
    await expect.poll(() => told(page)).toBe('k7');
    await expect.poll(() => page.locator('[name=ref]').inputValue()).toBe('k7');
    await page.locator('[name=mail]').fill('mei');
    const [sent] = await Promise.all([page.waitForRequest(/done/), page.locator('form button').click()]);
    expect(new URL(sent.url()).searchParams.get('ref')).toBe('k7');
  });

  test('is given by the collector, opened by a friend, and what became of it comes back to the inviter', async () => {
    const { page, site } = await open({ '/': html('<aha-referral></aha-referral>', { script: true }) });
    await part(page, 'link').waitFor();
    const link = await part(page, 'link').inputValue();
    expect(link).toMatch(new RegExp(`^${collector.url}/r/[0-9a-z]{12}$`));
    // A click of a person: of a robot none is counted.
    const { headers } = await fetch(link, { redirect: 'manual', headers: { 'user-agent': PERSON } });
    const target = new URL(headers.get('location')!);
    expect(target.origin + target.pathname).toBe('https://shop.example.com/hello');

    const elsewhere = await browser.newContext();
    onTestFinished(() => elsewhere.close());
    const friend = await elsewhere.newPage();
    await friend.goto(`${site.url}/${target.search}`);
    await expect.poll(() => told(friend)).toBe(link.slice(-12));
    const opened = () =>
      friend.evaluate(() =>
        (window as unknown as { ahaloop: { kept(key: string): string } }).ahaloop.kept('referral:opened'),
      );
    await expect.poll(opened).toBe(link.slice(-12));
    await identify(friend, 'friend');
    await expect
      .poll(() =>
        friend.evaluate(() => (window as unknown as { ahaloop: { flush(): Promise<unknown> } }).ahaloop.flush()),
      )
      .toMatchObject({ ok: true, pending: 0 });
    await page.reload();
    await expect.poll(() => page.locator('aha-referral dd').allTextContents(), { timeout: 15_000 }).toEqual(['1', '1']);
  });
});
