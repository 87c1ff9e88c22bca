// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NothingSeen } from '../../test/helpers/fake-intersection-observer.js';
import { widgetPort } from '../../test/helpers/widget-port.js';
import type { WidgetDetail } from '../shared/events.js';
import type { OwnReferral, WidgetPort } from '../shared/port.js';
import type { ReferralElement } from './referral.element.js';
import './referral.define.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

const listening = new AbortController();
let told: [string, WidgetDetail][] = [];
for (const type of ['aha-share', 'aha-click', 'aha-dismiss'] as const) {
  document.addEventListener(type, ({ detail }) => told.push([type, detail as WidgetDetail]), {
    signal: listening.signal,
  });
}
let complaints: string[] = [];

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', NothingSeen);
  vi.spyOn(console, 'error').mockImplementation((line: string) => void complaints.push(line));
  document.documentElement.lang = 'en';
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  told = [];
  complaints = [];
});

interface Setup {
  readonly port?: Partial<WidgetPort>;
  readonly settings?: Record<string, unknown>;
}

/** A widget in the page; with a port, joined to a client that keeps what it is given in `kept`. */
async function put(attributes: Record<string, string> = {}, { port, settings }: Setup = {}) {
  const { port: whole, kept, change } = widgetPort(port);
  if (port) document.addEventListener('aha-join', ({ detail }) => detail.join(whole), { once: true });
  const element = document.createElement('aha-referral');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (settings) element.settings = settings;
  document.body.append(element);
  await tick();
  return { element, kept, change };
}

const find = (element: ReferralElement, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const all = (element: ReferralElement, selector: string) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const text = (element: ReferralElement, part: string) => find(element, `[part~=${part}]`)?.textContent;
const link = (element: ReferralElement) => (find(element, 'input') as HTMLInputElement | null)?.value;
const ways = (element: ReferralElement) => all(element, '[part=ways] li').map((way) => way.textContent);
async function press(element: ReferralElement, selector: string) {
  find(element, selector)!.click();
  await tick();
}
const code = { code: 'k7' };

describe('the link', () => {
  test('is the one that is given, with the code in it', async () => {
    const { element } = await put({ link: 'https://go.example.com/r/{code}', code: 'k7' });
    expect(link(element)).toBe('https://go.example.com/r/k7');
    expect(find(element, 'input')?.getAttribute('aria-label')).toBe('Your personal link');
  });

  test("is made of the page's own site where only the code is given", async () => {
    const { element } = await put(code);
    expect(link(element)).toBe(new URL('/?aha_ref=k7', document.baseURI).href);
  });

  test('comes from the collector where the page gives none; nothing is shown before it is known', async () => {
    const collector: { own?: OwnReferral } = {};
    const { element, change, kept } = await put({}, { port: { referral: () => collector.own } });
    expect(find(element, '.card')).toBeNull();
    collector.own = { code: 'k9', link: 'https://collect.example.com/r/k9', invitations: { opened: 2, signedUp: 1 } };
    change();
    await vi.waitFor(() => expect(link(element)).toBe('https://collect.example.com/r/k9'));
    expect(all(element, 'dt').map((term) => term.textContent)).toEqual(['Link opened', 'Signed up']);
    expect(complaints).toEqual([]);
    expect(kept.get('referral:own')).toBe('k9');
  });

  test('a collector without a site is named as the reason for no link', async () => {
    await put({}, { port: { referral: () => null } });
    await tick();
    expect(complaints.join()).toMatch(/link-missing.*start the collector with --site/);
  });

  test.each([
    [{ link: 'javascript:alert(1)' }, 'link-invalid'],
    [{ link: 'https://example.com/r/{code}' }, 'link-invalid'],
    [{ code: 'mei@example.com' }, 'code-invalid'],
    [{}, 'link-missing'],
  ])('%j is refused, told once, and leaves no blank box', async (attributes, mistake) => {
    const { element } = await put(attributes);
    element.setAttribute('title', 'again');
    await tick();
    expect(find(element, '.card')).toBeNull();
    expect(complaints.filter((line) => line.includes(mistake))).toHaveLength(1);
  });
});

describe('copying', () => {
  test('is confirmed, told, and the button says what it does again', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { languages: ['en'], clipboard: { writeText } });
    const { element } = await put(code);
    await press(element, '[part=copy]');
    expect(writeText).toHaveBeenCalledWith(link(element));
    expect(find(element, '[role=status]')?.textContent).toBe('Link copied');
    expect(find(element, '.swap[data-on]')).not.toBeNull();
    expect(told).toEqual([
      ['aha-share', { kind: 'referral', referral: 'referral', properties: { referral_code: 'k7', channel: 'copy' } }],
    ]);
  });

  test.each([
    ['there is no clipboard', { languages: ['en'] }],
    ['it is refused', { languages: ['en'], clipboard: { writeText: () => Promise.reject(new Error('no')) } }],
  ])('selects the link where %s', async (_why, navigator) => {
    vi.stubGlobal('navigator', navigator);
    const { element } = await put(code);
    await press(element, '[part=copy]');
    const field = find(element, 'input') as HTMLInputElement;
    expect(element.shadowRoot?.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length]);
    expect(text(element, 'status')).toBe('The link is selected. Copy it from the field.');
    expect(told).toEqual([]);
  });
});

describe('sharing', () => {
  test("begins with the language's own channels, the rest on request", async () => {
    const { element } = await put(code);
    expect(ways(element)).toEqual(['Email', 'WhatsApp', 'X', 'LinkedIn', 'QR code', 'More']);
    await press(element, '[part=more]');
    expect(ways(element)).toEqual([
      ...['Email', 'WhatsApp', 'X', 'LinkedIn', 'Telegram', 'Facebook', 'LINE', 'WeChat', 'QR code'],
    ]);
    document.documentElement.lang = 'zh-CN';
    const { element: chinese } = await put(code);
    await vi.waitFor(() => expect(ways(chinese)[0]).toBe('微信'));
  });

  test('goes to the channels that are given, in their order; what is none is told', async () => {
    const { element } = await put({ ...code, channels: 'telegram, fax email telegram' });
    expect(ways(element)).toEqual(['Telegram', 'Email', 'QR code']);
    expect(complaints[0]).toContain('channel-unknown: "fax"');
  });

  test('every channel gets link and words whole, without a way back to the page', async () => {
    const own = { link: 'https://example.com/?a=1&b=ü#c', message: '50% & "more" <b>' };
    const { element } = await put({ ...own, channels: 'email whatsapp telegram x linkedin facebook line' });
    await press(element, '[part=more]');
    const links = all(element, '[part=ways] a') as HTMLAnchorElement[];
    expect(links).toHaveLength(7);
    for (const { href, rel, target } of links) {
      const url = new URL(href);
      const [all] = [decodeURIComponent(url.search)];
      expect(all).toContain('https://example.com/?a=1&b=%C3%BC#c');
      if (url.protocol !== 'mailto:') expect([rel, target]).toEqual(['noopener noreferrer', '_blank']);
      if (!/linkedin|facebook/.test(url.host)) expect(all).toContain('50% & "more" <b>');
    }
  });

  test('is told with its channel', async () => {
    const { element } = await put({ ...code, channels: 'email' });
    find(element, 'a')!.addEventListener('click', (event) => event.preventDefault());
    await press(element, 'a');
    expect(told.map(([type, { properties }]) => [type, properties])).toEqual([
      ['aha-share', { referral_code: 'k7', channel: 'email' }],
    ]);
  });

  test.each([
    ['is told once it was shared', () => Promise.resolve(), ['native']],
    [
      'is nothing where the person thought better of it',
      () => Promise.reject(Object.assign(new Error(), { name: 'AbortError' })),
      [],
    ],
    ['copies where it fails', () => Promise.reject(new Error('NotAllowed')), ['copy']],
  ])("by the system's own sheet %s", async (_what, share, channels) => {
    const shared = vi.fn(share);
    const clipboard = { writeText: () => Promise.resolve() };
    vi.stubGlobal('navigator', { languages: ['en'], share: shared, clipboard });
    const { element } = await put({ ...code, 'friend-reward': '20% off' });
    await press(element, '[part=way]');
    expect(shared).toHaveBeenCalledWith({
      text: 'I thought you might like this. With my link you get 20% off.',
      url: link(element),
    });
    expect(told.map(([, { properties }]) => properties?.channel)).toEqual(channels);
  });
});

describe('the QR code', () => {
  test('is drawn here, named, and goes away again', async () => {
    const { element } = await put({ ...code, channels: 'email' });
    const button = all(element, '[part=way]').at(-1)!;
    expect(button.getAttribute('aria-expanded')).toBe('false');
    button.click();
    await vi.waitFor(() => expect(find(element, 'svg')).not.toBeNull());
    expect(find(element, 'svg')?.getAttribute('aria-label')).toBe('QR code of your personal link');
    expect(find(element, 'svg path')?.getAttribute('d')).toMatch(/^M0 0h7v1h-7z/);
    expect(all(element, '[part=way]').at(-1)?.getAttribute('aria-expanded')).toBe('true');
    button.click();
    await tick();
    expect(find(element, 'svg')).toBeNull();
    expect(told).toHaveLength(1);
  });

  test('is of the link that is shown now', async () => {
    const { element } = await put({ ...code, channels: 'wechat' });
    find(element, '[part=way]')!.click();
    await vi.waitFor(() => expect(find(element, 'svg')).not.toBeNull());
    element.setAttribute('code', 'other');
    await tick();
    expect(find(element, 'svg')).toBeNull();
  });
});

describe('what it says', () => {
  const reward = { referrer: { en: 'a month', 'zh-CN': '一个月' }, friend: '20% off' };
  test.each([
    [{ reward }, 'You get a month, and your friend gets 20% off.'],
    [{ reward: { friend: '20% off' } }, 'Your friend gets 20% off.'],
    [{ reward: { referrer: 'a month' } }, 'You get a month when a friend joins.'],
    [{ reward, text: '{friend} for them!' }, '20% off for them!'],
    [{ reward: 5 }, 'Share your personal link.'],
    [{ reward: { friend: '<img src=x onerror=alert(1)>' } }, 'Your friend gets <img src=x onerror=alert(1)>.'],
  ])('%j', async (settings, expected) => {
    const { element } = await put(code, { settings });
    expect(text(element, 'text')).toBe(expected);
    expect(find(element, 'img')).toBeNull();
  });

  test('a reward is told in the language that is spoken', async () => {
    document.documentElement.lang = 'zh-CN';
    const { element } = await put(code, { settings: { reward } });
    await vi.waitFor(() => expect(text(element, 'text')).toBe('您可获得一个月，好友可获得 20% off。'));
  });
});

describe('milestones', () => {
  const shown = async (attributes: Record<string, string>, settings: Record<string, unknown> = {}) => {
    const { element } = await put({ ...code, ...attributes }, { settings });
    await vi.waitFor(() => expect(find(element, '.card')).not.toBeNull());
    return element;
  };

  test('tell how far it is to the next', async () => {
    const element = await shown({ milestones: '5' }, { invitations: { signedUp: 3 } });
    expect(text(element, 'goal')).toBe('3 of 5 friends');
    expect(find(element, 'progress')?.getAttribute('max')).toBe('5');
  });

  test('list what there is for each, and which are reached, nearest first', async () => {
    const milestones = [{ friends: 5, reward: { en: 'A mug' } }, 1, { friends: 0 }, 'many'];
    const element = await shown(
      {},
      { milestones, invitations: { signedUp: 9, activated: 1 }, milestoneBy: 'activated' },
    );
    expect(all(element, 'ol li').map((step) => step.textContent)).toEqual(['1 friend (reached)', '5 friends · A mug']);
    expect(find(element, '[part=goal] b')?.textContent).toBe('1 of 5 friends');
    expect(complaints.filter((line) => line.includes('milestone-invalid'))).toHaveLength(2);
  });

  test('claim no progress that is not known', async () => {
    const element = await shown({ milestones: '5' });
    expect(find(element, 'progress')).toBeNull();
    expect(text(element, 'steps')).toBe('5 friends');
  });

  test.each([{ signedUp: -1 }, { signedUp: '3' }, 'three'])('%j is refused', async (invitations) => {
    const element = await shown({}, { invitations });
    expect(find(element, '[part=stats]')).toBeNull();
    expect(complaints[0]).toContain('invitations-invalid');
  });
});

describe('the welcome', () => {
  const welcome = { variant: 'welcome' };
  const arrival = { arrival: () => 'k7' };

  test('greets whom a code has brought, and nobody else', async () => {
    const { element: stranger } = await put(welcome, { port: { arrival: () => null } });
    await tick();
    expect(find(stranger, '.card')).toBeNull();
    const { element } = await put({ ...welcome, 'friend-reward': '20% off' }, { port: arrival });
    await vi.waitFor(() => expect(text(element, 'question')).toBe('A friend has invited you'));
    expect(text(element, 'text')).toBe('Sign up and you get 20% off.');
    expect(complaints).toEqual([]);
  });

  test('names the inviter only where the page does, and leads where it says', async () => {
    const { element } = await put({ ...welcome, inviter: 'Mei', href: '/signup' }, { port: arrival });
    await vi.waitFor(() => expect(text(element, 'question')).toBe('Mei has invited you'));
    const accept = find(element, '[part=action]')!;
    expect(accept.getAttribute('href')).toBe('/signup');
    accept.addEventListener('click', (event) => event.preventDefault());
    accept.click();
    expect(told).toMatchObject([['aha-click', { properties: { variant: 'welcome', referral_code: 'k7' } }]]);
  });

  test('leads nowhere that is no address', async () => {
    const { element } = await put({ ...welcome, href: 'javascript:alert(1)' }, { port: arrival });
    await vi.waitFor(() => expect(find(element, '.card')).not.toBeNull());
    expect(find(element, 'a')).toBeNull();
    await vi.waitFor(() => expect(complaints[0]).toContain('href-invalid'));
  });

  test('stays away once it was closed, in another tab as well', async () => {
    const { element, kept } = await put(welcome, { port: arrival });
    await vi.waitFor(() => expect(find(element, '.card')).not.toBeNull());
    await press(element, '[part=dismiss]');
    expect(find(element, '.card')).toBeNull();
    expect(told.map(([type]) => type)).toEqual(['aha-dismiss']);
    const { element: other } = await put(welcome, { port: { ...arrival, read: (key) => kept.get(key) ?? null } });
    await tick();
    expect(find(other, '.card')).toBeNull();
  });
});
