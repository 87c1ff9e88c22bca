// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NothingSeen } from '../../test/helpers/fake-intersection-observer.js';
import { widgetPort } from '../../test/helpers/widget-port.js';
import type { PersonState } from '../shared/port.js';
import type { RewardsElement } from './rewards.element.js';
import './rewards.define.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

let state: PersonState | null = null;
let known = true;
const { port, change } = widgetPort({
  widget: () => (known ? { settings: {} } : undefined),
  facts: () => state?.facts ?? null,
  state: () => state,
});
const listening = new AbortController();
document.addEventListener('aha-join', ({ detail }) => state && detail.join(port), { signal: listening.signal });
let refused: string[] = [];

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', NothingSeen);
  vi.spyOn(console, 'error').mockImplementation((line: string) => void refused.push(line));
  document.documentElement.lang = 'en';
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
  state = null;
  known = true;
  refused = [];
});

const LEVELS = [
  { at: 100, title: 'Builder' },
  { at: 0, title: { en: 'Explorer', 'zh-CN': '探索者' } },
  { at: 400, title: 'Expert' },
];
const POINTS = [
  { fact: 'reports', each: 10 },
  { milestone: 'first_share', points: 50 },
];

async function put(settings: Record<string, unknown>, attributes: Record<string, string> = {}) {
  const element = document.createElement('aha-rewards');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.settings = settings;
  document.body.append(element);
  await tick();
  return element;
}
const texts = (element: RewardsElement, name: string) =>
  [...(element.shadowRoot?.querySelectorAll(`[part~=${name}]`) ?? [])].map(({ textContent }) => textContent);
const standing = (element: RewardsElement) => ['level', 'points', 'next'].map((name) => texts(element, name).join(' '));

test.each([
  [0, {}, ['Explorer', '0 points', '100 points to Builder']],
  [9.9, {}, ['Explorer', '99 points', '1 point to Builder']],
  [5, { first_share: { atMs: 1 } }, ['Builder', '100 points', '300 points to Expert']],
  [40, {}, ['Expert', '400 points', 'The highest level. Thank you!']],
])('%d reports and %j: the level, the points, the way to the next', async (reports, milestones, said) => {
  state = { facts: { reports }, milestones };
  expect(standing(await put({ points: POINTS, levels: LEVELS }))).toEqual(said);
});

test('what the host or the collector has granted is on top', async () => {
  state = { facts: { reports: 1, bonus: 25 } };
  expect(texts(await put({ points: POINTS, granted: { fact: 'bonus' } }), 'points')).toEqual(['35 points']);
  expect(texts(await put({ points: POINTS }, { granted: '5' }), 'points')).toEqual(['15 points']);
});

test('without a client it shows what it is given', async () => {
  expect(standing(await put({ levels: LEVELS }, { granted: '120' }))).toEqual([
    'Builder',
    '120 points',
    '280 points to Expert',
  ]);
});

test('a level that is reached before one’s eyes is told, one that was reached before is not', async () => {
  state = { facts: { reports: 9 } };
  const element = await put({ points: POINTS, levels: LEVELS });
  const status = () => element.shadowRoot?.querySelector('[role=status]')?.textContent;
  expect(status()).toBe('');
  state = { facts: { reports: 10 } };
  change();
  await tick();
  expect(status()).toBe('You have reached Builder.');
});

test('badges say whether and when they were earned, in words', async () => {
  state = { facts: { reports: 3 }, milestones: { first: { atMs: Date.UTC(2024, 4, 10, 12) } }, segments: ['keen'] };
  const badges = [
    { milestone: 'first', title: 'First' },
    { milestone: 'second', title: 'Second' },
    { segment: 'keen', title: 'Keen' },
    { segment: 'constructor', title: 'Not keen' },
    { fact: 'reports', atLeast: 3, title: 'Three' },
    { fact: 'reports', atLeast: 4, title: 'Four', icon: '4' },
  ];
  expect(texts(await put({ badges }), 'badge')).toEqual([
    'FirstEarned on May 10, 2024',
    'SecondNot earned yet',
    'KeenEarned',
    'Not keenNot earned yet',
    'ThreeEarned',
    '4FourNot earned yet',
  ]);
});

test.each([
  ['2026-05-10', Date.UTC(2024, 4, 10, 12), '★2 years with us today. Thank you!'],
  ['2025-05-10', Date.UTC(2024, 4, 10, 12), '★1 year with us today. Thank you!'],
  ['2026-05-11', Date.UTC(2024, 4, 10, 12), 'With us since May 10, 2024'],
  ['2024-05-10', Date.UTC(2024, 4, 10, 12), 'With us since May 10, 2024'],
  ['2025-02-28', Date.UTC(2024, 1, 29, 12), '★1 year with us today. Thank you!'],
  ['2026-05-10', 365, '★1 year with us today. Thank you!'],
])('on %s of %d: %s', async (today, since, said) => {
  vi.useFakeTimers({ now: new Date(`${today}T12:00:00`), toFake: ['Date'] });
  state = { facts: { since } };
  expect(texts(await put({ anniversary: { fact: 'since' } }), 'anniversary')).toEqual([said]);
});

test('nothing is shown before it is known, and no empty box', async () => {
  state = { facts: { since: null } };
  known = false;
  expect((await put({ granted: 5 })).shadowRoot?.childElementCount).toBe(0);
  known = true;
  expect((await put({ anniversary: { fact: 'since' } })).shadowRoot?.childElementCount).toBe(0);
});

test.each([
  [{ points: [{ each: 5 }] }, 'points-invalid'],
  [{ points: [{ fact: 'reprots', each: 5 }] }, 'fact-unknown'],
  [{ levels: [{ at: 'x', title: 'A' }] }, 'level-invalid'],
  [{ badges: [{ title: 'A' }] }, 'badge-invalid'],
  [{ badges: 'x' }, 'setting-invalid'],
])('%j is told by its name, the rest is shown', async (settings, code) => {
  state = { facts: { reports: 3 } };
  const element = await put({ granted: 5, ...settings });
  await vi.waitFor(() => expect(refused.join()).toContain(code));
  expect(texts(element, 'points')).toEqual(['5 points']);
});

test.each(['zh-CN', 'zh-TW', 'ja', 'ko', 'es', 'pt-BR', 'fr', 'de', 'ar'])('speaks %s', async (lang) => {
  document.documentElement.lang = lang;
  const element = await put({ levels: LEVELS, badges: [{ fact: 'x', title: '★' }] }, { granted: '3' });
  await vi.waitFor(() => expect(texts(element, 'points')).toHaveLength(1));
  const said = ['title', 'points', 'next', 'badge'].flatMap((name) => texts(element, name));
  for (const one of said) expect(one).not.toMatch(/[{}|]|point |points to|Your|earned/);
});
