// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AllSeen } from '../../test/helpers/fake-intersection-observer.js';
import { widgetPort } from '../../test/helpers/widget-port.js';
import { connectTours } from '../shared/tours.js';
import type { ItemState, WidgetPort, WidgetState } from '../shared/port.js';
import type { ChecklistElement } from './checklist.element.js';
import './checklist.define.js';
// Loaded when they are to be shown; here they are there.
import './checklist.launcher.js';
import './checklist.notice.js';
import './checklist.remedies.js';
import './checklist.tour.js';
import './checklist.view.js';
import './celebration.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A client as far as widgets know one: a person with a list, and what a browser keeps of them. */
function clientOf(settings: object | null, items: Record<string, Partial<ItemState>> = {}) {
  const full = (some: Record<string, Partial<ItemState>>) =>
    Object.fromEntries(
      Object.entries(some).map(([id, of]) => [id, { done: false, atMs: null, told: false, shown: true, ...of }]),
    );
  let state: WidgetState | null | undefined = settings && {
    settings: { kind: 'checklist', ...settings },
    items: full(items),
    completed: null,
  };
  const { port, kept, change } = widgetPort({ widget: () => state, facts: () => ({}) });
  const tell = async () => {
    change();
    await tick();
  };
  return {
    port,
    kept,
    tell,
    /** What the client knows of the items now. */
    know: async (some: Record<string, Partial<ItemState>>, more: Partial<WidgetState> = {}) => {
      state = state && { ...state, ...more, items: { ...state.items, ...full(some) } };
      await tell();
    },
    forget: () => (state = undefined),
    settle: (later: WidgetState) => (state = later),
  };
}

let port: WidgetPort | undefined;
let told: [string, Record<string, unknown>][] = [];
const listening = new AbortController();
for (const type of [
  'aha-view',
  'aha-item',
  'aha-reopen',
  'aha-complete',
  'aha-click',
  'aha-snooze',
  'aha-restore',
  'aha-dismiss',
  'aha-action',
] as const) {
  document.addEventListener(type, (event) => told.push([type, { ...(event as CustomEvent<object>).detail }]), {
    signal: listening.signal,
  });
}
document.addEventListener('aha-join', ({ detail }) => port && detail.join(port), { signal: listening.signal });
const toldOf = (type: string) => told.filter(([one]) => one === type).map(([, detail]) => detail);

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', AllSeen);
  document.documentElement.lang = 'en';
  port = undefined;
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  told = [];
});

async function put(attributes: Record<string, string> = {}, settings?: object): Promise<ChecklistElement> {
  const element = document.createElement('aha-checklist');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (settings) element.settings = settings as Record<string, unknown>;
  document.body.append(element);
  await tick();
  return element;
}
const all = (element: ChecklistElement, selector: string) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const find = (element: ChecklistElement, selector: string): HTMLElement => {
  const [found] = all(element, selector);
  if (!found) throw new Error(`${selector} is not there`);
  return found;
};
const part = (element: ChecklistElement, name: string) => find(element, `[part~=${name}]`);
const press = async (element: HTMLElement) => {
  element.click();
  await tick();
};
const bar = (element: ChecklistElement) => part(element, 'bar').getAttribute('aria-valuetext');
const titles = (element: ChecklistElement) => all(element, '[part~=item-title]').map(({ textContent }) => textContent);
const isEmpty = (element: ChecklistElement) => element.shadowRoot?.childElementCount === 0;

const THREE = {
  title: 'Get going',
  items: [
    { id: 'a', title: 'Create a report', milestone: 'a', href: '/reports/new', text: 'Two minutes' },
    { id: 'b', title: 'Share it', event: 'Shared', needs: ['a'], href: '/reports' },
    { id: 'c', title: 'Read the guide', byHand: true },
  ],
};

describe('the list', () => {
  test('is a section named by its heading, with a progress bar in words and a list of items that say their state', async () => {
    port = clientOf(THREE, { a: { done: true }, b: {}, c: {} }).port;
    const element = await put();
    expect(find(element, 'section').getAttribute('aria-labelledby')).toBe('question');
    expect(find(element, '#question').textContent).toBe('Get going');
    expect(bar(element)).toBe('1 of 3 tasks done');
    expect(
      ['aria-valuemin', 'aria-valuemax', 'aria-valuenow'].map((name) => part(element, 'bar').getAttribute(name)),
    ).toEqual(['0', '3', '1']);
    expect(find(element, 'ul').getAttribute('role')).toBe('list');
    expect(titles(element)).toEqual(['Create a report', 'Share it', 'Read the guide']);
    expect(all(element, '[part~=mark] .sr').map(({ textContent }) => textContent)).toEqual([
      'Completed',
      'Not completed',
    ]);
    expect(find(element, 'input[type=checkbox]').getAttribute('aria-label')).toBe('Mark as done: Read the guide');
  });

  test('shows nothing until the client knows the person: there is no flash of 0 of 7', async () => {
    const client = clientOf(THREE);
    client.forget();
    ({ port } = client);
    const element = await put();
    expect(isEmpty(element)).toBe(true);
    expect(client.kept.size).toBe(0);
    client.settle({ settings: THREE, items: { a: { done: true, atMs: 1, told: true, shown: true } } });
    await client.tell();
    expect(bar(element)).toBe('1 of 3 tasks done');
  });

  test('works without a client, from settings, in the language of the page', async () => {
    const element = await put(
      { lang: 'zh-CN' },
      {
        items: [
          { id: 'a', title: { en: 'One', 'zh-CN': '一' }, done: true },
          { id: 'b', title: '二' },
        ],
      },
    );
    await vi.waitFor(() => expect(bar(element)).toBe('已完成 1/2 项'));
    expect(titles(element)).toEqual(['一', '二']);
  });

  test('says what an item waits for, in place of its action', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    expect(part(element, 'item-waits').textContent).toBe('First: Create a report');
    expect(all(element, 'a').map((link) => link.getAttribute('href'))).toEqual(['/reports/new']);
    await client.know({ a: { done: true } });
    expect(all(element, 'a').map((link) => link.getAttribute('href'))).toEqual(['/reports/new', '/reports']);
  });

  test('collapses, and stays so in the next page', async () => {
    const { port: same } = clientOf(THREE, { a: {}, b: {}, c: {} });
    port = same;
    const element = await put();
    const toggle = find(element, '.toggle');
    expect([toggle.getAttribute('aria-expanded'), toggle.getAttribute('aria-controls')]).toEqual(['true', 'list']);
    await press(toggle);
    expect([toggle.getAttribute('aria-expanded'), find(element, '#list').hidden]).toEqual(['false', true]);
    expect(find(await put(), '#list').hidden).toBe(true);
  });

  test('shows text as text, cuts the absurd, and a list of nothing not at all', async () => {
    const long = 'x'.repeat(10_000);
    const element = await put(
      {},
      { title: '<img src=x onerror=alert(1)>', items: [{ id: 'a', title: '<script>', text: long }] },
    );
    expect(find(element, '#question').textContent).toBe('<img src=x onerror=alert(1)>');
    expect(all(element, 'img,script')).toEqual([]);
    expect(part(element, 'item-text').textContent.length).toBeLessThan(500);
    for (const items of [[], null, 'x', [{}], undefined]) {
      vi.spyOn(console, 'error').mockReturnValue();
      expect(isEmpty(await put({}, { items }))).toBe(true);
    }
  });

  test('tells each mistake once, with code, value and remedy, and shows the rest', async () => {
    const errors = vi.spyOn(console, 'error').mockReturnValue();
    port = clientOf(THREE, { a: {} }).port;
    const element = await put(
      { snooze: 'tomorrow' },
      {
        version: 'x',
        celebrate: 'maybe',
        items: [...THREE.items, { id: 'd', title: 'D', href: 'javascript:alert(1)' }],
      },
    );
    await vi.waitFor(() => expect(errors.mock.calls.length).toBeGreaterThanOrEqual(4));
    element.toggleAttribute('data-again');
    await tick();
    const codes = errors.mock.calls.map(([line]) => /> ([\w-]+): (\S+);/.exec(String(line))?.slice(1).join(' '));
    expect(codes.sort()).toEqual([
      'item-action-refused "javascript:alert(1)"',
      'item-undefined "b"',
      'snooze-invalid "tomorrow"',
      'version-invalid "x"',
    ]);
    expect(titles(element)).toContain('D');
    expect(all(element, 'a[href^=javascript]')).toEqual([]);
  });
});

describe('a completion', () => {
  test('is told once: not of what was complete when first seen, not in the next page, not by a second list', async () => {
    const client = clientOf(THREE, { a: { done: true }, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await put();
    expect(toldOf('aha-item')).toEqual([]);
    await client.know({ b: { done: true } });
    expect(toldOf('aha-item')).toEqual([
      { kind: 'checklist', checklist: 'checklist', properties: { item_id: 'b', completed: true } },
    ]);
    expect(find(element, '[role=status]').textContent).toContain('“Share it” is done.');
    document.body.replaceChildren();
    await put();
    expect(toldOf('aha-item')).toHaveLength(1);
  });

  test('that another device has told is not told again', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await client.know({ a: { done: true, told: true } });
    expect([bar(element), toldOf('aha-item')]).toEqual(['1 of 3 tasks done', []]);
  });

  test('waits for somebody to look: a page in the background tells nothing', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    await put();
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await client.know({ a: { done: true } });
    expect(toldOf('aha-item')).toEqual([]);
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await tick();
    expect(toldOf('aha-item')).toHaveLength(1);
  });

  test('by hand is told, taken back, and told again', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await press(find(element, 'input'));
    expect(bar(element)).toBe('1 of 3 tasks done');
    await client.know({ c: { done: true, told: true } });
    await press(find(element, 'input'));
    expect(bar(element)).toBe('0 of 3 tasks done');
    expect(toldOf('aha-reopen')).toMatchObject([{ properties: { item_id: 'c', completed: false } }]);
    await press(find(element, 'input'));
    expect([bar(element), toldOf('aha-item').length]).toEqual(['1 of 3 tasks done', 2]);
  });

  test('by hand survives a page that is left before the client has it on disk', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await press(find(element, 'input'));
    await client.know({ c: { done: true, told: true } });
    document.body.replaceChildren();
    await client.know({ c: {} });
    const next = await put();
    expect([bar(next), toldOf('aha-item').length]).toEqual(['1 of 3 tasks done', 1]);
  });

  test('is the page’s word, too', async () => {
    const element = await put({}, THREE);
    element.complete('a');
    await tick();
    expect([bar(element), toldOf('aha-item').length]).toEqual(['1 of 3 tasks done', 1]);
  });
});

describe('the end', () => {
  const finish = { a: { done: true }, b: { done: true }, c: { done: true, told: true } };

  test('is told and celebrated once, by the page that saw it come', async () => {
    const client = clientOf({ ...THREE, version: 3 }, { a: { done: true }, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await client.know(finish);
    await vi.waitFor(() => find(element, '.party'));
    expect(toldOf('aha-complete')).toMatchObject([{ properties: { checklist_version: 3, items: 3 } }]);
    expect(part(element, 'end').textContent).toBe('All done. Well done!');
    document.body.replaceChildren();
    const next = await put();
    expect([all(next, '.party'), toldOf('aha-complete').length]).toEqual([[], 1]);
  });

  test('is not celebrated where it was complete when first seen, or came while nobody was there', async () => {
    const client = clientOf(THREE, finish);
    ({ port } = client);
    const element = await put();
    await tick();
    expect([all(element, '.party'), toldOf('aha-complete')]).toEqual([[], []]);
    document.body.replaceChildren();
    const away = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = away);
    (await put()).remove();
    await away.know(finish);
    const back = await put();
    await tick();
    expect([all(back, '.party'), toldOf('aha-complete').length]).toEqual([[], 1]);
  });

  test('is not told or celebrated again where another device has told of it', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await client.know(finish, { completed: 1 });
    await tick();
    expect([bar(element), all(element, '.party'), toldOf('aha-complete')]).toEqual(['3 of 3 tasks done', [], []]);
  });

  test('stays the end when an item is added, until there is a new version; celebrated never again', async () => {
    const client = clientOf(THREE, { a: { done: true }, b: {}, c: {} });
    ({ port } = client);
    await put();
    await client.know(finish);
    document.body.replaceChildren();
    const items = [...THREE.items, { id: 'd', title: 'New', milestone: 'd' }];
    await client.know({ d: {} }, { settings: { ...THREE, items }, completed: 1 });
    const element = await put();
    expect([bar(element), titles(element).at(-1)]).toEqual(['3 of 3 tasks done', 'New']);
    await client.know({}, { settings: { ...THREE, items, version: 2 } });
    expect(bar(element)).toBe('3 of 4 tasks done');
    await client.know({ d: { done: true } });
    await tick();
    expect([toldOf('aha-complete').length, all(element, '.party')]).toEqual([2, []]);
  });

  test('has no party where none is wanted', async () => {
    const client = clientOf({ ...THREE, celebrate: false }, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await client.know(finish);
    await tick();
    expect([part(element, 'end').textContent, all(element, '.party')]).toEqual(['All done. Well done!', []]);
  });
});

describe('an action', () => {
  const one = (item: object) =>
    put(
      {},
      {
        items: [
          { id: 'x', title: 'X', ...item },
          { id: 'y', title: 'Y', done: false },
        ],
      },
    );
  const action = (element: ChecklistElement) => find(element, '.go');

  test('that is a link is offered to the page first, and followed where nobody takes it', async () => {
    const element = await one({ href: '/x' });
    const followed: boolean[] = [];
    const [take, pressed] = [new AbortController(), new AbortController()];
    document.addEventListener('aha-navigate', (event) => event.preventDefault(), { signal: take.signal });
    document.addEventListener('click', (event) => (followed.push(!event.defaultPrevented), event.preventDefault()), {
      signal: pressed.signal,
    });
    await press(action(element));
    take.abort();
    await press(action(element));
    action(element).dispatchEvent(
      new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, ctrlKey: true }),
    );
    pressed.abort();
    expect(followed).toEqual([false, true, true]);
    expect(toldOf('aha-click')[0]).toMatchObject({ properties: { item_id: 'x', action: 'href' } });
  });

  test('leads out of the site without a referrer or an opener', async () => {
    const rel = async (href: string) => action(await one({ href })).getAttribute('rel');
    expect([await rel('https://elsewhere.example/'), await rel('/here')]).toEqual(['noopener noreferrer', null]);
  });

  test.each([
    ['completes an item that nothing else would', { call: 'invite' }, 1],
    ['completes nothing that something else does', { call: 'invite', milestone: 'm' }, 0],
    ['completes nothing that waits for the page’s word', { call: 'invite', done: false }, 0],
    ['completes nothing that is ticked by hand', { call: 'invite', byHand: true }, 0],
  ])('%s', async (_, item, done) => {
    const element = await one(item);
    await press(find(element, 'button.go'));
    expect(toldOf('aha-action')).toMatchObject([{ checklist: 'checklist', item: 'x', action: 'invite' }]);
    expect(bar(element)).toBe(`${done} of 2 tasks done`);
  });

  test('that names a play is a click that the play goes on', async () => {
    await press(action(await one({ play: 'upgrade' })));
    expect(toldOf('aha-click')).toMatchObject([{ properties: { item_id: 'x', action: 'play', play: 'upgrade' } }]);
  });

  test.each([
    ['done', '1 of 2 tasks done', ''],
    ['dismissed', '0 of 2 tasks done', ''],
    ['failed', '0 of 2 tasks done', 'That did not start. Please try again.'],
  ] as const)('that is a tour, %s', async (outcome, progress, problem) => {
    const started: unknown[] = [];
    const undo = connectTours({
      start: async (...args) => (started.push(args), outcome),
    });
    const element = await one({ tour: 'hello' });
    await press(action(element));
    expect(started).toEqual([['hello', { checklist: 'checklist', item: 'x' }]]);
    expect([bar(element), part(element, 'problem').textContent]).toEqual([progress, problem]);
    undo();
  });

  test('that is a tour nobody can show says so, to the person and to the developer', async () => {
    const errors = vi.spyOn(console, 'error').mockReturnValue();
    const element = await one({ tour: 'hello' });
    await press(action(element));
    expect(part(element, 'problem').textContent).toBe('That did not start. Please try again.');
    await vi.waitFor(() => expect(String(errors.mock.calls[0]?.[0])).toContain('tour-missing'));
  });
});

describe('putting it off', () => {
  test('hides it for as long as the settings say, here and in other tabs', async () => {
    const client = clientOf({ ...THREE, snooze: '2h' }, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await press(part(element, 'snooze'));
    expect([isEmpty(element), isEmpty(await put()), toldOf('aha-snooze').length]).toEqual([true, true, 1]);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2.01 * 3_600_000);
    await client.tell();
    expect(isEmpty(element)).toBe(false);
  });

  test('for good can be taken back at once, or by show(), and is kept until then', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const element = await put();
    await press(part(element, 'hide'));
    expect(find(element, '#question').textContent).toBe('This checklist is hidden.');
    expect(toldOf('aha-dismiss')).toHaveLength(1);
    await press(part(element, 'return'));
    expect(titles(element)).toHaveLength(3);
    await press(part(element, 'hide'));
    document.body.replaceChildren();
    const next = await put();
    expect(isEmpty(next)).toBe(true);
    next.show();
    await tick();
    expect(titles(next)).toHaveLength(3);
  });

  test('on another device holds here, and so does taking it back, until the hand says otherwise here', async () => {
    const items = { a: {}, b: {}, c: {} };
    const client = clientOf(THREE, items);
    ({ port } = client);
    const element = await put();
    await client.know(items, { hiddenUntil: 8.64e15 });
    expect(isEmpty(element)).toBe(true);
    await client.know(items, { hiddenUntil: 0 });
    expect(titles(element)).toHaveLength(3);
    await client.know(items, { hiddenUntil: 8.64e15 });
    element.show();
    await tick();
    expect(titles(element)).toHaveLength(3);
    expect(toldOf('aha-restore')).toMatchObject([{ properties: { hidden_until: 0 } }]);
  });

  test('tells nothing of a list that is done, neither that it is hidden nor that it is back', async () => {
    port = clientOf(THREE, { a: { done: true }, b: { done: true }, c: { done: true, told: true } }).port;
    const element = await put();
    await press(find(element, '.toggle'));
    await press(part(element, 'hide'));
    await press(part(element, 'return'));
    expect([toldOf('aha-dismiss'), toldOf('aha-restore')]).toEqual([[], []]);
    element.hide();
    element.show();
    expect(toldOf('aha-restore')).toEqual([]);
  });

  test('is kept here only until the client knows it: what another device makes of it later holds', async () => {
    const items = { a: {}, b: {}, c: {} };
    const client = clientOf(THREE, items);
    ({ port } = client);
    await press(part(await put(), 'hide'));
    expect(toldOf('aha-dismiss')).toMatchObject([{ properties: { hidden_until: 8.64e15 } }]);
    document.body.replaceChildren();
    const next = await put();
    await client.know(items, { hiddenUntil: 8.64e15 });
    await vi.waitFor(() => expect(JSON.parse(client.kept.get('checklist:checklist')!)).not.toHaveProperty('until'));
    expect(isEmpty(next)).toBe(true);
    await client.know(items, { hiddenUntil: 0 });
    expect(titles(next)).toHaveLength(3);
  });

  test('is not offered where the settings say so', async () => {
    port = clientOf({ ...THREE, snooze: false, dismiss: false }, { a: {}, b: {}, c: {} }).port;
    expect(all(await put(), '.foot')).toEqual([]);
  });
});

describe('the launcher', () => {
  const launcher = async (items: Record<string, Partial<ItemState>> = { a: { done: true }, b: {}, c: {} }) => {
    const client = clientOf(THREE, items);
    ({ port } = client);
    const element = await put({ placement: 'launcher' });
    await vi.waitFor(() => expect(isEmpty(element)).toBe(false));
    return { client, element };
  };

  test('is a button with the number left, that opens the list and closes it again', async () => {
    const { element } = await launcher();
    const button = find(element, 'button.launch');
    expect([button.textContent, button.getAttribute('aria-expanded')]).toEqual(['Get going22 tasks left', 'false']);
    expect([part(element, 'card').getAttribute('role'), toldOf('aha-view')]).toEqual([null, []]);
    await press(button);
    expect([part(element, 'card').getAttribute('role'), titles(element).length, toldOf('aha-view').length]).toEqual([
      'dialog',
      3,
      1,
    ]);
    await press(part(element, 'close'));
    find(element, 'button.launch');
    expect(toldOf('aha-dismiss')).toEqual([]);
  });

  test('is not there where there is nothing left to do, except to the page that saw the end', async () => {
    const { client, element } = await launcher();
    const done = { a: { done: true }, b: { done: true }, c: { done: true, told: true } };
    await client.know(done);
    expect(find(element, 'button.launch').textContent).toBe('Get going✓All done. Well done!');
    document.body.replaceChildren();
    const next = await put({ placement: 'launcher' });
    await tick();
    expect(isEmpty(next)).toBe(true);
  });

  test('goes with the list when that is put off or hidden', async () => {
    const { element } = await launcher();
    await press(find(element, 'button.launch'));
    await press(part(element, 'snooze'));
    expect(isEmpty(element)).toBe(true);
    element.show();
    await vi.waitFor(() => expect(titles(element)).toHaveLength(3));
    await press(part(element, 'hide'));
    expect(part(element, 'return').textContent).toBe('Show it again');
    await press(part(element, 'close'));
    expect(isEmpty(element)).toBe(true);
  });
});

describe('several lists', () => {
  test('on one page are kept apart', async () => {
    const client = clientOf(THREE, { a: {}, b: {}, c: {} });
    ({ port } = client);
    const [one, other] = [await put({ checklist: 'one' }), await put({ checklist: 'other' })];
    await press(find(one, 'input'));
    expect([bar(one), bar(other)]).toEqual(['1 of 3 tasks done', '0 of 3 tasks done']);
    expect(toldOf('aha-item')).toMatchObject([{ checklist: 'one' }]);
    expect([...client.kept.keys()]).toEqual(['checklist:one', 'checklist:other']);
  });
});

describe('in the corner', () => {
  test('it is shown when it is opened, and closing it dismisses it for now', async () => {
    port = clientOf(THREE, { a: {}, b: {}, c: {} }).port;
    const element = await put({ placement: 'corner' });
    expect(isEmpty(element)).toBe(true);
    element.show();
    await vi.waitFor(() => expect(titles(element)).toHaveLength(3));
    await press(part(element, 'close'));
    expect([isEmpty(element), toldOf('aha-dismiss').length]).toEqual([true, 1]);
    element.show();
    await vi.waitFor(() => expect(titles(element)).toHaveLength(3));
    await press(part(element, 'snooze'));
    expect([isEmpty(element), toldOf('aha-snooze').length]).toEqual([true, 1]);
  });
});
