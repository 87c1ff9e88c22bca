// @vitest-environment happy-dom
/**
 * Engines and test runners lack this and that: each platform feature is taken away in turn, and nothing is thrown into the page.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../src/index.js';
import { trackReferral } from '../src/referral.js';
import { connect, connectTours } from './index.js';
import './ces/ces.define.js';
import './checklist/checklist.define.js';
import './csat/csat.define.js';
import './nps/nps.define.js';
import './prompt/prompt.define.js';
import './referral/referral.define.js';
import './rewards/rewards.define.js';
import './survey/survey.define.js';
// Loaded beforehand, so that what goes wrong does so within the test.
import './survey/asking.js';
import './survey/gate.js';
import './shared/corner.js';
import './shared/modal.js';
import './shared/banner.js';
import './checklist/checklist.view.js';
import './checklist/checklist.launcher.js';
import './referral/qr.js';
import './prompt/prompt.figures.js';

const SETTINGS: Readonly<Record<string, object>> = {
  nps: { minTime: '0s' },
  csat: {},
  ces: {},
  survey: { questions: [{ id: 'why', kind: 'text', title: 'Why?' }] },
  checklist: { items: [{ id: 'first', title: 'Begin', byHand: true }], placement: 'launcher' },
  referral: { link: 'https://example.com/r/x', milestones: [1, 5], invitations: { signedUp: 2 } },
  prompt: { title: 'News', meter: { used: 3, limit: 5, label: 'Reports' } },
  rewards: { points: [], granted: 5, levels: [{ at: 1, title: 'One' }] },
};

const page = globalThis as unknown as Record<string, unknown>;
/** What is taken away: a global, or a member of one by its path. */
const FEATURES = [
  'AbortController',
  'BroadcastChannel',
  'CSS',
  'CSSStyleSheet',
  'CSSStyleSheet.prototype.replaceSync',
  'Element.prototype.animate',
  'Element.prototype.checkVisibility',
  'Element.prototype.scrollIntoView',
  'HTMLDialogElement.prototype.close',
  'HTMLDialogElement.prototype.showModal',
  'HTMLElement.prototype.hidePopover',
  'HTMLElement.prototype.showPopover',
  'IntersectionObserver',
  'Intl.Segmenter',
  'ResizeObserver',
  'ShadowRoot.prototype.adoptedStyleSheets',
  'crypto',
  'crypto.getRandomValues',
  'crypto.randomUUID',
  'crypto.subtle',
  'fetch',
  'indexedDB',
  'localStorage',
  'matchMedia',
  'navigator.clipboard',
  'navigator.languages',
  'navigator.locks',
  'navigator.share',
  'navigation',
  'performance.getEntriesByType',
  'queueMicrotask',
  'reportError',
  'requestAnimationFrame',
  'requestIdleCallback',
  'sessionStorage',
  'structuredClone',
  'visualViewport',
];
const TAKEN: readonly string[][] = [
  [],
  ...FEATURES.map((feature) => [feature]),
  FEATURES.filter((one) => !/Microtask|Frame/.test(one)),
];

/** Takes a feature away wherever along its prototypes it is defined; returns its undo. */
function takeAway(path: string): () => void {
  const names = path.split('.');
  const last = names.pop()!;
  let owner: object | null | undefined = page;
  for (const name of names) owner = (owner as Record<string, object | undefined> | undefined)?.[name];
  const undos: (() => void)[] = [];
  for (let at = owner; at; at = Object.getPrototypeOf(at) as object | undefined) {
    const before = Object.getOwnPropertyDescriptor(at, last);
    const from = at;
    if (!before?.configurable || !Reflect.deleteProperty(from, last)) continue;
    undos.push(() => Object.defineProperty(from, last, before));
  }
  return () => undos.forEach((undo) => undo());
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));
let back: (() => void)[] = [];
let errors: string[] = [];
const note = (event: Event) => errors.push((event as ErrorEvent).message);

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation((...args) => void errors.push(args.join(' ')));
  addEventListener('error', note);
});
afterEach(() => {
  back.reverse().forEach((undo) => undo());
  removeEventListener('error', note);
  back = [];
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test.each(TAKEN.map((taken) => [taken.length > 1 ? 'all of it' : (taken[0] ?? 'nothing'), taken] as const))(
  'without %s: client, connection and widgets do what they can',
  async (_, taken) => {
    errors = [];
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    back = taken.map(takeAway);
    const aha = createClient({
      writeKey: `wk_${Math.random()}`.replace('.', ''),
      endpoint: 'http://127.0.0.1:9',
    });
    const undo = connect(aha);
    connectTours({ start: () => Promise.resolve('done') })();
    trackReferral(aha);
    const said = [aha.track('Report Created'), aha.page(), aha.identify('u1'), aha.group('g1'), aha.alias('u2')];
    const answer = aha.respond({ survey: 's', kind: 'nps', score: 9 });
    Object.entries(SETTINGS).forEach(([kind, settings], at) => {
      const element = document.createElement(`aha-${kind}`);
      element.setAttribute('settings', JSON.stringify(settings));
      // Each place is taken twice.
      element.setAttribute('placement', ['inline', 'corner', 'banner', 'modal'][at % 4]!);
      element.toggleAttribute('open', true);
      document.body.append(element);
    });
    for (const element of document.body.children) {
      await vi.waitFor(
        () => expect(element.shadowRoot?.querySelector('.card'), element.outerHTML).not.toBeNull(),
        20_000,
      );
      element.shadowRoot?.querySelector<HTMLElement>('input,button')?.click();
    }
    aha.explain();
    aha.reset();
    await tick();
    document.body.replaceChildren();
    undo();
    for (const receipt of await Promise.all([...said, answer])) expect(receipt.messageId).toMatch(/^[\da-f-]{36}$/);
    await aha.close();
    expect(errors).toEqual([]);
  },
);
