/**
 * Faults 48, 57–60, 68–72 and 77–80: a survey in a page that styles, moves, traps and attacks it, and whose answers find no disk
 * and no collector. What remote settings bring (49, 67, 73, and images and links of 70 and 72) there is none of yet.
 */
import { expect } from 'vitest';
import type { Client, Receipt } from '../../src/client.js';
import type { EnginePage } from '../helpers/engines/engine.js';
import { fault } from './fault.js';
import { heard, LISTEN, SILENCE } from './page-ears.js';
import {
  answer,
  answerStored,
  choose,
  commentIn,
  isOpen,
  partIsShown,
  partsShown,
  responsesIn,
  submit,
  submitUntil,
  surveyRows,
  writeComment,
} from './survey-page.js';
import { waitUntil } from './wait-until.js';

interface Staged {
  seenKeys: string[];
  attacked: unknown;
  mutations: number;
  shifts: number;
}

const INLINE = '<aha-nps survey="relationship"></aha-nps>';
const CORNER = '<aha-nps survey="relationship" placement="corner" open></aha-nps>';

/** The card's box, its letters' size, and whether a point in its middle belongs to the widget. */
const lookOf = (page: EnginePage): Promise<{ width: number; height: number; fontPx: number; onTop: boolean }> =>
  page.evaluate(() => {
    const widget = document.querySelector('aha-nps')!;
    const card = widget.shadowRoot!.querySelector('[part~=card]')!;
    const { left, top, width, height } = card.getBoundingClientRect();
    const fontPx = parseFloat(getComputedStyle(card).fontSize);
    return { width, height, fontPx, onTop: document.elementFromPoint(left + width / 2, top + height / 2) === widget };
  });

// ── 48 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

fault(48, 'one response that is answered in two tabs stays one response', {}, async (scene) => {
  const tabs = await Promise.all([scene.open('/next'), scene.open('/next')]);
  for (const [at, tab] of tabs.entries()) {
    const receipt: Receipt = await tab.evaluate(
      (score) =>
        (window.ahaloop as Client).respond({ survey: 'shared', kind: 'nps', score, responseId: 'the-same-response' }),
      7 + at,
    );
    expect(receipt.durable).toBe(true);
  }
  await waitUntil('both are stored', () => surveyRows(scene).length === 2);
  expect(responsesIn(scene)).toEqual(['the-same-response']);
  // The later answer has the later id: it is the one that counts, in whatever order they came.
  expect(surveyRows(scene).map(({ properties }) => properties.score)).toEqual([7, 8]);
});

fault(
  48,
  'a survey that is open in two tabs is answered in one although the other is closed meanwhile',
  // The first tab is hidden by the second, and sends what it owes once more.
  { body: INLINE, repeated: 5 },
  async (scene) => {
    const [page, other] = [await scene.open(), await scene.open()];
    await choose(other, 3);
    await page.toFront();
    await choose(page, 9);
    await submit(page);
    await other.close();
    await writeComment(page, 'Fast');
    await submit(page);
    await partIsShown(page, 'thanks');
    await answerStored(scene);
    expect(responsesIn(scene)).toHaveLength(1);
  },
);

// ── 57 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const HOSTILE_STYLE = `<style>
  html { font-size: 62.5% !important; text-transform: uppercase }
  body * { all: unset !important; display: none }
  main { display: block !important; transform: rotate(1deg) scale(0.5) !important; overflow: hidden !important; height: 40px !important;
    contain: strict !important; filter: blur(1px) !important }
  input, button, label, textarea, fieldset { visibility: hidden !important; pointer-events: none !important; appearance: none !important }
  .over { display: block !important; position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; background: #fff8 !important }
</style>`;

fault(
  57,
  'whatever style the page has, a survey in the corner is seen whole, above everything, and can be answered',
  { head: HOSTILE_STYLE, body: `<main>${CORNER}</main><div class="over"></div>` },
  async (scene) => {
    const page = await scene.open();
    await waitUntil('it is open', () => isOpen(page));
    const look = await lookOf(page);
    expect(look).toMatchObject({ onTop: true });
    expect(look.width).toBeGreaterThan(250);
    expect(look.height).toBeGreaterThan(100);
    expect(look.fontPx).toBe(16);
    await answer(page, 10, 'Still here');
    await answerStored(scene);
  },
);

// ── 58 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Counts what changes in the page from now on; the widget's own inside is none of the page's. */
const COUNT_MUTATIONS = `<script>
  window.mutations = 0;
  addEventListener('load', () =>
    new MutationObserver((list) => (window.mutations += list.length))
      .observe(document, { subtree: true, childList: true, attributes: true, characterData: true }));
</script>`;

const frames = (page: EnginePage, count = 30): Promise<void> =>
  page.evaluate(async (times) => {
    for (let time = 0; time < times; time++) await new Promise((resolve) => setTimeout(resolve, 16));
  }, count);

fault(
  58,
  'a survey that the page removes stays gone and fights with nobody; put back, it goes on where the person was',
  { head: `${LISTEN}${COUNT_MUTATIONS}`, body: CORNER },
  async (scene) => {
    const page = await scene.open();
    await waitUntil('it is open', () => isOpen(page));
    await choose(page, 4);
    const before = await page.evaluate(() => (window as unknown as Staged).mutations);
    await page.evaluate(() => {
      const widget = document.querySelector('aha-nps')!;
      (window as unknown as { kept: Element }).kept = widget;
      widget.remove();
    });
    await frames(page);
    expect(await page.evaluate(() => document.querySelectorAll('aha-nps').length)).toBe(0);
    expect(await page.evaluate(() => (window as unknown as Staged).mutations)).toBe(before + 1);
    await page.evaluate(() => document.body.append((window as unknown as { kept: Element }).kept));
    await waitUntil('it is open again', () => isOpen(page));
    expect(await partsShown(page)).toContain('number number-chosen');
    for (let time = 0; time < 20; time++) {
      await page.evaluate(() => document.body.prepend(document.querySelector('aha-nps')!));
    }
    await waitUntil('it is open again', () => isOpen(page));
    await submit(page);
    await writeComment(page, 'Moved about');
    await submit(page);
    await partIsShown(page, 'thanks');
    await answerStored(scene);
    expect(responsesIn(scene)).toHaveLength(1);
    expect(surveyRows(scene).filter(({ event }) => event === 'Survey Viewed')).toHaveLength(1);
    expect(await heard(page)).toEqual(SILENCE);
  },
);

fault(
  58,
  'a page that swaps its whole body, as Turbo does, has its survey again and loses none of what waits',
  { head: LISTEN, body: INLINE },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 2);
    await scene.trackUnawaited(page, 20);
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.append(document.createElement('main'), document.createElement('aha-nps'));
      document.documentElement.replaceChild(body, document.body);
      history.pushState({}, '', '/swapped');
    });
    await answer(page, 9, 'After the swap');
    await answerStored(scene);
    await scene.delivered();
    expect(responsesIn(scene)).toHaveLength(1);
    expect(await heard(page)).toEqual(SILENCE);
  },
);

fault(
  58,
  'a page that writes itself anew with document.write loses none of its events',
  { body: INLINE, repeated: 60 },
  async ({ open, track, trackUnawaited, siteUrl, recover }) => {
    const page = await open();
    await trackUnawaited(page, 20);
    await page.evaluate(() => {
      document.open();
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- that pages still do it is the fault
      document.write('<!doctype html><title>Anew</title><p>Anew</p>');
      document.close();
    });
    await track(page, 20);
    await page.goto(`${siteUrl}/plain`);
    await recover();
  },
);

// ── 59 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

fault(
  59,
  "what is typed into a survey does not fire the page's shortcuts, and Tab and Escape are left to the page",
  {
    head: `<script>
      window.seenKeys = [];
      for (const type of ['keydown', 'keypress', 'keyup'])
        document.addEventListener(type, ({ key }) => window.seenKeys.push(key));
    </script>`,
    body: INLINE,
  },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 9);
    await submit(page);
    await partIsShown(page, 'comment');
    await page.evaluate(() => {
      const field = document.querySelector('aha-nps')!.shadowRoot!.querySelector('textarea')!;
      for (const key of ['j', 'k', '/', '?', ' ', 'Enter', 'ArrowDown', 'Tab', 'Escape']) {
        for (const type of ['keydown', 'keyup']) {
          field.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true }));
        }
      }
    });
    const seen = await page.evaluate(() => (window as unknown as Staged).seenKeys);
    expect([...new Set(seen)].sort()).toEqual(['Escape', 'Tab']);
  },
);

for (const { name, show, hide } of [
  {
    name: 'a modal dialog',
    show: `const dialog = document.body.appendChild(document.createElement('dialog')); dialog.id = 'modal'; dialog.showModal();`,
    hide: `document.getElementById('modal').close();`,
  },
  {
    name: 'a modal of its own with a focus trap',
    show: `const modal = document.body.appendChild(document.createElement('div'));
      modal.id = 'modal';
      modal.setAttribute('role', 'dialog');
      modal.setAttribute('aria-modal', 'true');
      const button = modal.appendChild(document.createElement('button'));
      button.textContent = 'Mine';
      document.addEventListener('focusin', ({ target }) => {
        if (modal.isConnected && !modal.contains(target)) button.focus();
      });
      button.focus();
      document.body.style.overflow = 'hidden';`,
    hide: `document.getElementById('modal').remove(); document.body.style.overflow = '';`,
  },
]) {
  fault(
    59,
    `while the page has ${name} open, a survey waits and takes no focus`,
    { body: `<script>addEventListener('load', () => { ${show} });</script>${CORNER}` },
    async (scene) => {
      const page = await scene.open();
      await waitUntil('the survey has come', async () => (await partsShown(page)).includes('card'));
      await frames(page);
      expect(await isOpen(page)).toBe(false);
      await page.evaluate((code) => {
        const script = document.createElement('script');
        script.textContent = code;
        document.head.append(script);
      }, hide);
      await waitUntil('it is open', () => isOpen(page));
      expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('aha-nps');
      await answer(page, 8, 'After the modal');
      await answerStored(scene);
    },
  );
}

// ── 60 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

for (const { name, head } of [
  {
    name: 'where the name of our element is taken',
    head: `customElements.define('aha-nps', class extends HTMLElement { connectedCallback() { this.textContent = 'Theirs'; } });`,
  },
  {
    name: 'where custom elements cannot be defined',
    head: `CustomElementRegistry.prototype.define = () => { throw new DOMException('patched', 'NotSupportedError'); };`,
  },
  {
    name: 'without custom elements',
    head: `Object.defineProperty(window, 'customElements', { get: () => undefined });`,
  },
]) {
  fault(
    60,
    `${name} the page keeps its own, its events arrive, and nothing is thrown`,
    { head: `${LISTEN}<script>${head}</script>`, body: INLINE },
    async ({ open, track, delivered }) => {
      const page = await open();
      await frames(page);
      await track(page, 40);
      await delivered();
      const { errors, rejections, said } = await heard(page);
      expect({ errors, rejections }).toEqual({ errors: [], rejections: [] });
      // That a widget could not be loaded is told to the developer, at most once.
      expect(said.length).toBeLessThanOrEqual(1);
    },
  );
}

// ── 68 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

fault(
  68,
  'words and settings that change while a survey is open change what is shown, not what was answered',
  { body: INLINE },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 3);
    await page.evaluate(() => {
      const widget = document.querySelector('aha-nps')!;
      widget.setAttribute('question', 'Another question?');
      widget.setAttribute('theme', 'dark');
      widget.setAttribute('placement', 'corner');
      widget.toggleAttribute('open', true);
      document.documentElement.lang = 'zh-CN';
    });
    await waitUntil('it is open', () => isOpen(page));
    expect(await partsShown(page)).toContain('number number-chosen');
    await submit(page);
    await writeComment(page, 'Bleibt');
    await page.evaluate(() => document.querySelector('aha-nps')!.setAttribute('detractor-question', 'And why?'));
    await frames(page);
    expect(await commentIn(page)).toBe('Bleibt');
    await submit(page);
    await partIsShown(page, 'thanks');
    await answerStored(scene);
    expect(responsesIn(scene)).toHaveLength(1);
    expect(surveyRows(scene).at(-1)?.properties).toMatchObject({ score: 3, comment: 'Bleibt' });
  },
);

// ── 69–72 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const attacks: [row: number, name: string, text: string][] = [
  [69, 'markup', `<img src=x onerror="window.attacked=1"><script>window.attacked=2</script>`],
  [69, 'the end of a style sheet', `</style></script><svg onload="window.attacked=3">`],
  [69, 'letters that turn the direction of reading', `\u202eevil\u2066\u0000\u200b`],
  [69, '100 KB', 'W'.repeat(100 * 1024)],
  [70, 'an address that runs code', `\tjAvAsCrIpT:window.attacked=4`],
  [70, 'an address that is a page', `data:text/html,<script>top.attacked=5</script>`],
  [71, 'a rule of a style sheet', `red;}*{background:url({files}/../note?attacked)}:host{--x:</style>`],
  [71, 'an expression of a style sheet', `light;expression(window.attacked=6);url(//evil.invalid/)`],
  [72, 'an address of a picture', `{files}/../note?attacked`],
];
for (const [row, name, text] of attacks) {
  fault(
    row,
    `a survey whose every attribute is ${name} shows it as text, runs nothing and loads nothing`,
    { head: `${LISTEN}<script>window.attacked = null;</script>` },
    async (scene) => {
      const page = await scene.open();
      const full = text.replace('{files}', scene.collector.sdkUrl);
      await page.evaluate((value) => {
        const widget = document.createElement('aha-nps');
        for (const attribute of [
          ...[
            'survey',
            'product',
            'theme',
            'lang',
            'dir',
            'question',
            'low-label',
            'high-label',
            'thanks',
            'submit',
            'send',
          ],
          ...[
            'skip',
            'retry',
            'optional',
            'opened',
            'choose',
            'detractor-question',
            'passive-question',
            'promoter-question',
          ],
        ]) {
          widget.setAttribute(attribute, value);
        }
        document.body.append(widget);
      }, full);
      await choose(page, 1);
      const shown = await page.evaluate(() => {
        const root = document.querySelector('aha-nps')!.shadowRoot!;
        const { width, height } = root.querySelector('[part~=card]')!.getBoundingClientRect();
        return {
          question: root.querySelector('[part~=question]')!.textContent,
          foreign: root.querySelectorAll('script, style, img, a, iframe, [href], [src], [style], [onload], [onerror]')
            .length,
          painted: width > 100 && height > 100 && height < 5_000,
        };
      });
      expect(shown).toEqual({ question: Array.from(full.trim()).slice(0, 400).join(''), foreign: 0, painted: true });
      await submit(page);
      await partIsShown(page, 'comment');
      await submit(page);
      await partIsShown(page, 'thanks');
      await answerStored(scene);
      expect(await page.evaluate(() => (window as unknown as Staged).attacked)).toBeNull();
      expect(scene.collector.notes).toEqual([]);
      expect(await heard(page)).toEqual(SILENCE);
    },
  );
}

// ── 77–80 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const NO_DISK = `<script>IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };</script>`;

fault(
  77,
  'without a disk and without a collector an answer is said to be not saved yet, is kept in the survey, and is saved when that is possible',
  { head: `${LISTEN}${NO_DISK}`, body: INLINE },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 2);
    await scene.collector.refuse();
    await submit(page);
    await partIsShown(page, 'problem');
    expect(await partsShown(page)).toContain('number number-chosen');
    await scene.collector.heal();
    await submitUntil(page, 'comment');
    await writeComment(page, 'My own words');
    await scene.collector.refuse();
    await submit(page);
    await partIsShown(page, 'problem');
    expect(await commentIn(page)).toBe('My own words');
    expect(await partsShown(page)).not.toContain('thanks');
    await scene.collector.heal();
    await submitUntil(page, 'thanks');
    await answerStored(scene);
    expect(responsesIn(scene)).toHaveLength(1);
    expect(surveyRows(scene).at(-1)?.properties).toMatchObject({ score: 2, comment: 'My own words' });
    const { errors, rejections } = await heard(page);
    expect({ errors, rejections }).toEqual({ errors: [], rejections: [] });
  },
);

fault(
  77,
  'an answer without a database and without a collector outlives its tab in the journal',
  { head: NO_DISK, body: INLINE, repeated: 20 },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 2);
    await scene.collector.refuse();
    await submit(page);
    await partIsShown(page, 'problem');
    await page.goto(`${scene.siteUrl}/plain`);
    await page.close();
    await scene.recover();
    await waitUntil('the answer is stored', () => surveyRows(scene).some(({ event }) => event === 'Survey Answered'));
    expect(responsesIn(scene)).toHaveLength(1);
  },
);

fault(
  78,
  'however often and in whatever way it is submitted at once, it is one response and one answer',
  { body: INLINE },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 9);
    await page.evaluate(() => {
      const root = document.querySelector('aha-nps')!.shadowRoot!;
      const button = root.querySelector<HTMLElement>('[part~=submit]')!;
      button.click();
      button.click();
      root.querySelector('form')!.requestSubmit();
    });
    await writeComment(page, 'Once');
    await submit(page, 3);
    await partIsShown(page, 'thanks');
    await answerStored(scene);
    await page.evaluate(() => (window.ahaloop as Client).flush());
    expect(surveyRows(scene).map(({ event }) => event)).toEqual([
      'Survey Viewed',
      'Survey Answered',
      'Survey Submitted',
    ]);
    expect(responsesIn(scene)).toHaveLength(1);
  },
);

fault(
  79,
  'a score without its reason is stored although the tab is closed, and the next page goes on with the reason in the same response',
  { body: INLINE, repeated: 20 },
  async (scene) => {
    const page = await scene.open();
    await choose(page, 6);
    await submit(page);
    await partIsShown(page, 'comment');
    await page.close();
    await scene.recover();
    await waitUntil('the score is stored', () => surveyRows(scene).some(({ event }) => event === 'Survey Answered'));

    const next = await scene.open();
    // It goes on where the person was, as the same response; the later part is refused for a while.
    scene.collector.next({ type: 'status', status: 503 });
    await writeComment(next, 'Later');
    await submit(next);
    await partIsShown(next, 'thanks');
    await answerStored(scene);
    expect(responsesIn(scene)).toHaveLength(1);
    expect(surveyRows(scene).at(-1)).toMatchObject({
      event: 'Survey Submitted',
      properties: { score: 6, comment: 'Later', partial: false },
    });
  },
);

fault(
  80,
  'a collector that has closed the survey: the person is thanked all the same, and the page is told',
  { head: LISTEN, body: INLINE },
  async (scene) => {
    const page = await scene.open();
    await page.evaluate(() => {
      const own = window as unknown as { told: string[] };
      own.told = [];
      (window.ahaloop as Client).onDrop(({ reason }) => own.told.push(reason));
    });
    scene.collector.fail({ type: 'reject', event: 'Survey Submitted' });
    await answer(page, 9, 'Too late');
    await waitUntil('the page is told', () =>
      page.evaluate(() => (window as unknown as { told: string[] }).told.includes('rejected')),
    );
    expect(await partsShown(page)).toContain('thanks');
    expect(await heard(page)).toEqual(SILENCE);
  },
);
