// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AllSeen } from '../../test/helpers/fake-intersection-observer.js';
import { widgetPort } from '../../test/helpers/widget-port.js';
import type { WidgetDetail } from '../shared/events.js';
import type { Facts, JoinDetail, WidgetState } from '../shared/port.js';
import type { PromptElement } from './prompt.element.js';
import './prompt.define.js';

/** What is loaded is there, and shown. */
const tick = async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  await vi.dynamicImportSettled();
  await new Promise((resolve) => setTimeout(resolve, 5));
};

let told: [string, WidgetDetail][] = [];
const listening = new AbortController();
for (const type of ['aha-view', 'aha-click', 'aha-dismiss', 'aha-snooze'] as const) {
  document.addEventListener(type, ({ detail }) => told.push([type, detail as WidgetDetail]), {
    signal: listening.signal,
  });
}
let refused: string[] = [];

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', AllSeen);
  vi.spyOn(console, 'error').mockImplementation((line: string) => void refused.push(line));
  document.documentElement.lang = 'en';
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  told = [];
  refused = [];
});

/** A client that knows of one widget and some facts, and can change its mind. */
function client(state: WidgetState | undefined, facts: Facts | null = null) {
  const known = { state, facts };
  const { port, kept, change } = widgetPort({
    widget: () => known.state,
    facts: () => known.facts,
    state: () => known.facts && { facts: known.facts },
  });
  const join = ({ detail }: CustomEvent<JoinDetail>) => detail.join(port);
  document.body.addEventListener('aha-join', join, { signal: listening.signal });
  return {
    kept,
    change: async (more: Partial<typeof known>) => {
      Object.assign(known, more);
      change();
      await tick();
    },
    leave: () => document.body.removeEventListener('aha-join', join),
  };
}

async function put(settings: Record<string, unknown> = {}, attributes: Record<string, string> = {}) {
  const element = document.createElement('aha-prompt');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.settings = settings;
  document.body.append(element);
  await tick();
  return element;
}

const all = (element: PromptElement, name: string) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(`[part~=${name}]`) ?? []),
];
const part = (element: PromptElement, name: string): HTMLElement => {
  const [found] = all(element, name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
};
const text = (element: PromptElement, name: string) => all(element, name).map(({ textContent }) => textContent);
const isShown = (element: PromptElement) => all(element, 'card').length > 0;

describe('what it says', () => {
  test('is a title, a text and two actions, the first the greater', async () => {
    const element = await put({
      title: { en: 'More reports', 'zh-CN': '更多报告' },
      text: 'With Pro.',
      actions: [{ label: 'See plans', href: '/plans' }, { snooze: true }],
    });
    expect([text(element, 'title'), text(element, 'text')]).toEqual([['More reports'], ['With Pro.']]);
    expect(text(element, 'action')).toEqual(['See plans', 'Later']);
    expect(part(element, 'action-first').getAttribute('href')).toBe('/plans');
    expect(part(element, 'title').localName).toBe('h2');
  });

  test('takes it all from attributes', async () => {
    const element = await put({}, { title: 'T', text: 'X', href: 'https://a.example/', used: '18', limit: '20' });
    expect([text(element, 'title'), text(element, 'text'), text(element, 'action')]).toEqual([
      ['T'],
      ['X'],
      ['Learn more'],
    ]);
    expect(part(element, 'action').getAttribute('rel')).toBe('noopener noreferrer');
    expect(part(element, 'track').getAttribute('aria-valuetext')).toBe('18 of 20, 2 left');
  });

  test('has figures in its texts, as they are now, in the form for their number', async () => {
    const one = client({ settings: {} }, { reports: 1, plan: 'Pro', gone: null });
    const element = await put({
      title: 'one:{n} report|other:{n} reports',
      text: '{n} on {plan}, {gone} and {other}',
      values: { n: 'reports', plan: { fact: 'plan' }, gone: 'gone' },
    });
    expect([text(element, 'title'), text(element, 'text')]).toEqual([['1 report'], ['1 on Pro, – and {other}']]);
    await one.change({ facts: { reports: 1200, plan: 'Pro', gone: null } });
    expect(text(element, 'title')).toEqual(['1,200 reports']);
    one.leave();
  });

  test('is text, never HTML, and not without end', async () => {
    const element = await put({ title: '<img src=x onerror=alert(1)>', text: 'x'.repeat(10_000) });
    expect(text(element, 'title')).toEqual(['<img src=x onerror=alert(1)>']);
    expect(text(element, 'text')[0]?.length).toBe(400);
    expect(element.shadowRoot?.querySelector('img')).toBeNull();
  });

  test('is nothing until the client knows of it', async () => {
    const one = client(undefined);
    const element = await put({ title: 'T' });
    expect(isShown(element)).toBe(false);
    await one.change({ state: { settings: {} } });
    expect(isShown(element)).toBe(true);
    one.leave();
  });
});

describe('the meter', () => {
  const meterOf = (element: PromptElement) => {
    const track = part(element, 'track');
    return [track.getAttribute('aria-valuenow'), track.getAttribute('aria-valuetext'), ...text(element, 'left')];
  };

  test.each([
    [10, ['10', '10 of 20']],
    [16, ['16', '16 of 20, 4 left', '4 left']],
    [20, ['20', '20 of 20, Limit reached', 'Limit reached']],
    [23, ['20', '23 of 20, Limit reached', 'Limit reached']],
  ])('of %i of 20 says how it stands in words as well', async (used, said) => {
    const element = await put({ meter: { used, limit: 20, label: 'Reports' } });
    expect(meterOf(element)).toEqual(said);
  });

  test('follows the facts, its limit too', async () => {
    const one = client({ settings: {} }, { reports: 18, limit: 20 });
    const element = await put({
      meter: { fact: 'reports', limit: { fact: 'limit' }, label: '{used} of {limit} reports' },
    });
    expect(part(element, 'meter').textContent).toBe('18 of 20 reports2 left');
    await one.change({ facts: { reports: 19, limit: 100 } });
    expect(part(element, 'meter').textContent).toBe('19 of 100 reports');
    await one.change({ facts: { reports: 19, limit: null } });
    expect(isShown(element)).toBe(false);
    one.leave();
  });
});

describe('the recap', () => {
  test('lists figures with their change, and leaves out what there is none of', async () => {
    const one = client({ settings: {} }, { now: 12, both: 20, none: null, plan: 'Pro' });
    const element = await put({
      title: 'T',
      figures: [
        { label: 'Reports', fact: 'now', compare: { fact: 'both', minus: 'now' } },
        { label: 'Days', value: 4, compare: 5 },
        { label: 'Same', value: 4, compare: 4 },
        { label: 'None', fact: 'none' },
        { label: 'Plan', fact: 'plan' },
      ],
    });
    await vi.waitFor(() =>
      expect(text(element, 'figure')).toEqual([
        'Reports12↑ 4 more than before',
        'Days4↓ 1 fewer than before',
        'Same4As many as before',
        'PlanPro',
      ]),
    );
    one.leave();
  });
});

describe('the streak', () => {
  test('says how many days, whether today is done, and only what the facts say once it is checked', async () => {
    const one = client({ settings: {} }, { row: 4, today: 0 });
    const element = await put({ streak: { fact: 'row', today: { fact: 'today' }, byHand: true } });
    await vi.waitFor(() => expect(text(element, 'days')).toEqual(['4 days in a row']));
    expect(text(element, 'today')).toEqual(['Today is still open.']);
    part(element, 'check-in').click();
    part(element, 'check-in').click();
    await tick();
    expect(told.filter(([type]) => type === 'aha-click').map(([, { properties }]) => properties?.action)).toEqual([
      'check_in',
    ]);
    expect([text(element, 'days'), part(element, 'check-in').getAttribute('aria-disabled')]).toEqual([
      ['4 days in a row'],
      'true',
    ]);
    await one.change({ facts: { row: 5, today: 5 } });
    expect([text(element, 'days'), text(element, 'today')]).toEqual([['5 days in a row'], ['Today is done.']]);
    expect(element.shadowRoot?.querySelector('[role=status]')?.textContent).toBe('5 days in a row');
    one.leave();
  });

  test('counts on by itself where there is no client', async () => {
    const element = await put({ streak: { days: 0, byHand: true } });
    await vi.waitFor(() => expect(text(element, 'days')).toEqual(['Begin a streak today']));
    part(element, 'check-in').click();
    await tick();
    expect(text(element, 'days')).toEqual(['1 day in a row']);
  });
});

describe('what a person does', () => {
  const promotion = { kind: 'prompt', promotion: 'upgrade' };
  const properties = { creative: 'announcement', position: 'corner' };
  const open = (settings: Record<string, unknown> = {}) =>
    put({ title: 'T', ...settings }, { promotion: 'upgrade', placement: 'corner', open: '' });

  test("is told with Segment's properties: seen, clicked; and then it is gone", async () => {
    const element = await open({ name: 'Pro', actions: [{ label: 'Go', call: 'upgrade' }] });
    await vi.waitFor(() => expect(told.length).toBe(1));
    part(element, 'action').click();
    await vi.waitFor(() => expect(isShown(element)).toBe(false));
    expect(told).toEqual([
      ['aha-view', { ...promotion, properties: { ...properties, name: 'Pro' } }],
      ['aha-click', { ...promotion, properties: { ...properties, name: 'Pro', action: 'upgrade' } }],
    ]);
  });

  test.each([
    ['close', 'aha-dismiss'],
    ['action', 'aha-snooze'],
  ])('by %s is %s', async (name, type) => {
    const element = await open({ actions: [{ snooze: true }] });
    await vi.waitFor(() => expect(told.length).toBe(1));
    part(element, name).click();
    await vi.waitFor(() => expect(isShown(element)).toBe(false));
    expect(told.map(([one]) => one)).toEqual(['aha-view', type]);
  });

  test('a page that cancels the click goes there itself', async () => {
    const element = await put({ title: 'T', href: '/plans' });
    const cancel = (event: Event) => event.preventDefault();
    element.addEventListener('aha-click', cancel);
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    part(element, 'action').dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
  });

  test('closed where it stands in the page, it stays away, for that person', async () => {
    const one = client({ settings: {} }, {});
    const element = await put({ title: 'T' }, { closable: '' });
    part(element, 'close').click();
    await tick();
    expect([isShown(element), told.at(-1)?.[0]]).toEqual([false, 'aha-dismiss']);
    expect(isShown(await put({ title: 'T' }))).toBe(false);
    one.kept.set('prompt:prompt:away', String(Date.now() - 1));
    expect(isShown(await put({ title: 'T' }))).toBe(true);
    one.leave();
  });
});

describe('when it no longer applies', () => {
  test('it closes by itself over the page, told as nobody’s doing, and is not back by itself', async () => {
    const one = client({ settings: { title: 'T' }, applies: true }, {});
    const element = await put({}, { placement: 'corner', open: '' });
    await vi.waitFor(() => expect(isShown(element)).toBe(true));
    await one.change({ state: { settings: { title: 'T' }, applies: false } });
    expect([isShown(element), element.hasAttribute('open')]).toEqual([false, false]);
    await one.change({ state: { settings: { title: 'T' }, applies: true } });
    expect([isShown(element), told.map(([type]) => type)]).toEqual([false, ['aha-view']]);
    element.show();
    await vi.waitFor(() => expect(isShown(element)).toBe(true));
    one.leave();
  });

  test('it is not there where it stands in the page, and back when it does again', async () => {
    const one = client({ settings: { title: 'T' }, applies: false }, {});
    const element = await put();
    expect(isShown(element)).toBe(false);
    await one.change({ state: { settings: { title: 'T' }, applies: true } });
    expect(isShown(element)).toBe(true);
    one.leave();
  });
});

describe('bad settings', () => {
  test.each([
    ['a script as a link', { href: 'javascript:alert(1)' }, 'action-invalid'],
    ['data as an image', { image: 'data:image/png,' }, 'image-refused'],
    ['an image over http', { image: { src: 'http://a.example/b.png', alt: 'Chart' } }, 'image-refused'],
    ['actions that are none', { actions: [1, {}, {}] }, 'setting-invalid'],
    ['a meter that is a text', { meter: 'x' }, 'setting-invalid'],
    ['a limit of 0', { meter: { used: 1, limit: 0 } }, 'limit-invalid'],
  ])('%s: told once, the rest is shown', async (_, settings, code) => {
    const element = await put({ title: 'T', ...settings });
    element.setAttribute('theme', 'dark');
    await vi.waitFor(() => expect(refused.filter((line) => line.includes(code))).toHaveLength(1));
    expect(text(element, 'title')).toEqual(['T']);
    expect(element.shadowRoot?.innerHTML).not.toMatch(/javascript|data:|http:/);
  });

  test('a fact there is not is told, and an empty prompt is no blank box', async () => {
    const one = client({ settings: {} }, { reports: 1 });
    const element = await put({ meter: { fact: 'reprots', limit: 5 } });
    expect(isShown(element)).toBe(false);
    await vi.waitFor(() => expect(refused.join()).toMatch(/fact-unknown.*reprots[\s\S]*prompt-empty/));
    one.leave();
  });

  test('a language that is none breaks nothing', async () => {
    document.documentElement.lang = 'en_US-';
    expect(text(await put({ title: 'T', meter: { used: 1, limit: 5 } }), 'title')).toEqual(['T']);
  });
});

test.each(['zh-CN', 'zh-TW', 'ja', 'ko', 'es', 'pt-BR', 'fr', 'de', 'ar'])('speaks %s', async (lang) => {
  document.documentElement.lang = lang;
  const element = await put({ meter: { used: 17, limit: 20 }, streak: { days: 3 } });
  await vi.waitFor(() => expect(isShown(element)).toBe(true));
  const said = [...text(element, 'left'), ...text(element, 'days'), ...text(element, 'today')];
  expect(said).toHaveLength(3);
  for (const one of said) expect(one).not.toMatch(/[{}|]|left|row|Today/);
});
