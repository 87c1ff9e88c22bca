/**
 * Every widget in pages that do their worst: it looks and works as it does elsewhere, and the page is as it was. In the engines that `ENGINES`
 * names (chromium), under the gallery's strict policy with Trusted Types.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINE_NAMES, EngineMissing, type Engine, type EnginePage } from '../../helpers/engines/engine.js';
import { launchEngine } from '../../helpers/engines/launch-engine.js';
import { eventually } from '../../helpers/eventually.js';
import { galleryStates, GALLERY_WIDGETS, serveGallery, type GalleryState } from '../../helpers/serve-gallery.js';
import { startCollector, type RunningCollector } from '../../helpers/start-collector.js';
import { hostLook, measure } from './measure.js';
import { HOSTILE_STYLES } from './styles.js';

const wanted = ENGINE_NAMES.filter((name) => (process.env.ENGINES ?? 'chromium').split(',').includes(name));
const states = await galleryStates();
const first = (widget: string): GalleryState => states.find((state) => state.widget === widget)!;
const overPage = states.filter(
  ({ placement, widget }, at) =>
    placement !== undefined && states.findIndex((one) => one.widget === widget && one.placement === placement) === at,
);

/** To a pixel, as what is transformed is not quite where it was. */
function looksAlike(one: string, other: string): boolean {
  const parts = (line: string) =>
    [line.replace(/\[.*?\]/, ''), (/\[(.*?)\]/.exec(line)?.[1] ?? '').split(' ').map(Number)] as const;
  const [[style, box], [otherStyle, otherBox]] = [parts(one), parts(other)];
  return style === otherStyle && box.every((px, at) => Math.abs(px - otherBox[at]!) <= 1);
}

let collector: RunningCollector;
let gallery: Awaited<ReturnType<typeof serveGallery>>;
beforeAll(async () => {
  collector = await startCollector();
  gallery = await serveGallery(collector.url);
});
afterAll(async () => {
  await gallery.stop();
  await collector.stop();
});

describe.each(wanted)('%s', (engine) => {
  let browser: Engine | undefined;
  let page: EnginePage | undefined;
  let missing = '';
  beforeAll(async () => {
    try {
      browser = await launchEngine(engine);
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
      missing = error.message;
    }
  });
  afterAll(async () => {
    await browser?.quit();
  });

  const isTrue = (one: EnginePage, run: () => boolean): Promise<boolean> => one.evaluate(run);
  /** The page with a widget in a state, or with a frame of that size around it. */
  const open = async (state: GalleryState, look: object = {}): Promise<EnginePage> => {
    const url = gallery.cell(state, look);
    if (page) await page.goto(url);
    else page = await browser!.openPage(url);
    const opened = page;
    await eventually(() => isTrue(opened, () => document.documentElement.dataset.ready !== undefined), Boolean);
    return opened;
  };
  const both = [...GALLERY_WIDGETS.map(first), ...overPage];

  test.each(both)('$widget ($title) looks the same whatever style the page has, and works', async (state) => {
    if (missing) return;
    const opened = await open(state);
    const element = `aha-${state.widget}`;
    // Where it stands in the page's flow, its width is the page's to say: here it stays.
    await opened.evaluate(
      (selector, inline) => {
        const widget = document.querySelector<HTMLElement>(selector)!;
        if (inline) widget.style.setProperty('--aha-width', '300px', 'important');
      },
      element,
      state.placement === undefined,
    );
    const before = await opened.evaluate(measure, element);
    expect(before.length).toBeGreaterThan(5);
    for (const [name, css] of Object.entries(HOSTILE_STYLES)) {
      await opened.evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, css);
      const after = await opened.evaluate(measure, element);
      expect([name, ...after.filter((line, at) => !looksAlike(line, before[at]!))]).toEqual([name]);
    }
  });

  test.each(both)('$widget ($title) leaves the page as it was', async (state) => {
    if (missing) return;
    const opened = await open(state);
    const withWidget = await opened.evaluate(hostLook);
    await opened.evaluate((selector) => document.querySelector(selector)!.remove(), `aha-${state.widget}`);
    const without = await opened.evaluate(hostLook);
    // What is modal has the focus while it is open, and gives it back.
    const isFocus = (line: string): boolean => line.startsWith('focus on');
    const withFocus = (lines: readonly string[]) =>
      lines.map((line) => (state.placement === 'modal' && isFocus(line) ? without.find(isFocus) : line));
    expect(withFocus(withWidget)).toEqual(without);
    expect(without.find(isFocus)).toBe('focus on body, scrolled 0 0');
  });

  test.each(overPage)('$widget ($title) waits for a dialog of the page, and opens after it', async (state) => {
    if (missing) return;
    const opened = await open(state);
    const element = `aha-${state.widget}`;
    await opened.evaluate((selector) => {
      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.append(document.createElement('input'));
      const widget = document.querySelector(selector)!;
      widget.remove();
      dialog.showModal();
      document.querySelector('main')!.append(widget);
    }, element);
    const isOpen = (): Promise<boolean> =>
      opened.evaluate(
        (selector) => Boolean(document.querySelector(selector)!.shadowRoot!.querySelector(':popover-open, :modal')),
        element,
      );
    await eventually(
      () =>
        opened.evaluate(
          (selector) => Boolean(document.querySelector(selector)!.shadowRoot!.firstElementChild),
          element,
        ),
      Boolean,
    );
    expect(await isOpen()).toBe(false);
    expect(await isTrue(opened, () => document.activeElement!.localName === 'input')).toBe(true);
    await opened.evaluate(() => document.querySelector('dialog')!.close());
    await eventually(isOpen, Boolean);
  });

  test.each(overPage.filter(({ placement }) => placement !== 'modal'))(
    '$widget ($title) and a page that keeps the focus to itself do not fight',
    async (state) => {
      if (missing) return;
      const opened = await open(state);
      const moves = await opened.evaluate(async (selector) => {
        const field = document.body.appendChild(document.createElement('input'));
        let count = 0;
        // As focus traps do that do not know of shadow roots: whatever else is focused gives the focus back.
        document.addEventListener('focusin', ({ target }) => {
          if (++count < 200 && target !== field) field.focus();
        });
        field.focus();
        const widget = document.querySelector(selector)!;
        widget.shadowRoot!.querySelector<HTMLElement>('button, a, input')!.focus();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return count;
      }, `aha-${state.widget}`);
      expect(moves).toBeLessThan(10);
    },
  );

  /** Shows a state in a frame, which has a viewport of its own in every engine. */
  const openInFrame = async (state: GalleryState, width: number, height: number, look: object): Promise<EnginePage> => {
    const opened = await open(state);
    await opened.evaluate(
      (src, wide, high) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        frame.style.setProperty('width', `${wide}px`);
        frame.style.setProperty('height', `${high}px`);
        frame.style.setProperty('border', '0');
        document.body.replaceChildren(frame);
      },
      gallery.cell(state, look),
      width,
      height,
    );
    await eventually(
      () =>
        isTrue(opened, () => {
          const { contentDocument } = document.querySelector('iframe')!;
          return (contentDocument?.documentElement as HTMLElement | null)?.dataset.ready !== undefined;
        }),
      Boolean,
    );
    return opened;
  };

  test.each([
    { name: 'a small phone, 320 × 480', width: 320, height: 480, lang: 'en' },
    { name: 'a small phone, 320 × 480, from right to left', width: 320, height: 480, lang: 'ar' },
    { name: 'a zoom of 400 %: 320 × 256', width: 320, height: 256, lang: 'de' },
  ])('$name: everything can be reached, nothing is cut off or too small', async ({ width, height, lang }) => {
    if (missing) return;
    for (const state of both) {
      const opened = await openInFrame(state, width, height, { lang });
      const found = await opened.evaluate((selector) => {
        const page = document.querySelector('iframe')!.contentDocument!;
        const root = page.querySelector(selector)!.shadowRoot!;
        const problems: string[] = [];
        for (const animation of root.getAnimations()) animation.finish();
        const html = page.documentElement;
        if (html.scrollWidth > html.clientWidth) problems.push(`page ${html.scrollWidth} px wide`);
        for (const control of root.querySelectorAll<HTMLElement>('button, a, input, textarea, select')) {
          if (!control.checkVisibility()) continue;
          control.scrollIntoView({ block: 'center' });
          const { left, right, top, bottom, width: wide, height: high } = control.getBoundingClientRect();
          const name = `${control.localName} ${control.getAttribute('part') ?? control.getAttribute('type') ?? ''}`;
          if (left < -1 || right > html.clientWidth + 1) problems.push(`${name} sticks out: ${left}–${right}`);
          if (top < -1 || bottom > page.defaultView!.innerHeight + 1)
            problems.push(`${name} cannot be scrolled to: ${top}–${bottom}`);
          // The target may be larger than the box: a link may stretch over its row.
          const [x, y] = [(left + right) / 2, (top + bottom) / 2];
          const hits = (dx: number, dy: number): boolean => {
            const hit = root.elementFromPoint(x + dx, y + dy);
            return (
              hit !== null &&
              (control.contains(hit) || hit.contains(control) || hit.closest('label') === control.closest('label'))
            );
          };
          const fits = (size: number, length: number, dx: number, dy: number): boolean =>
            size >= 24 || (hits(dx, dy) && hits(-dx, -dy) && length > 0);
          if (!fits(wide, high, 11.5, 0) || !fits(high, wide, 0, 11.5)) problems.push(`${name} is ${wide} × ${high}`);
        }
        return problems;
      }, `aha-${state.widget}`);
      expect([state.widget, state.title, ...found]).toEqual([state.widget, state.title]);
    }
  });

  test.runIf(engine === 'chromium').each(both)(
    '$widget ($title): forced colours, no motion, a finger and paper',
    async (state) => {
      const opened = await open(state);
      const element = `aha-${state.widget}`;
      const media = (features: Record<string, string>, type = ''): Promise<void> =>
        opened.devTools('Emulation.setEmulatedMedia', {
          media: type,
          features: Object.entries(features).map(([name, value]) => ({ name, value })),
        });
      const controls = 'button, a, input:not([type=radio], [type=checkbox]), textarea, select, .number';

      await media({ 'forced-colors': 'active' });
      const borderless = await opened.evaluate(
        (selector, which) =>
          [...document.querySelector(selector)!.shadowRoot!.querySelectorAll<HTMLElement>(which)]
            .filter((one) => one.checkVisibility())
            // Where a link stretches over its row, the border is the row's.
            .filter((one) => getComputedStyle(one.closest('li') ?? one).borderTopStyle !== 'solid')
            .filter((one) => {
              const { borderTopStyle, borderTopWidth, textDecorationLine } = getComputedStyle(one);
              return (borderTopStyle === 'none' || borderTopWidth === '0px') && textDecorationLine === 'none';
            })
            .map((one) => one.outerHTML.slice(0, 80)),
        element,
        controls,
      );
      expect(borderless.filter((html) => !html.includes('part="close"'))).toEqual([]);

      await media({ 'prefers-reduced-motion': 'reduce' });
      const moving = await opened.evaluate(
        (selector) =>
          [...document.querySelector(selector)!.shadowRoot!.querySelectorAll('*')]
            .filter((one) => {
              const { animationName, transitionProperty, transitionDuration } = getComputedStyle(one);
              const still =
                /^(0s(, )?)+$/.test(transitionDuration) ||
                /^(opacity|none|color|background-color)$/.test(transitionProperty);
              return animationName !== 'none' || !still;
            })
            .map((one) => one.outerHTML.slice(0, 80)),
        element,
      );
      expect(moving).toEqual([]);

      await media({});
      await opened.devTools('Emulation.setTouchEmulationEnabled', { enabled: true });
      expect(await isTrue(opened, () => matchMedia('(pointer: coarse)').matches)).toBe(true);
      const small = await opened.evaluate(
        (selector, which) =>
          [...document.querySelector(selector)!.shadowRoot!.querySelectorAll<HTMLElement>(which)]
            .filter((one) => one.checkVisibility() && one.tabIndex >= 0)
            .map((one) => ({ one, box: one.getBoundingClientRect() }))
            .filter(({ one, box }) => box.height < 43.5 && getComputedStyle(one).display !== 'inline')
            .map(({ one, box }) => `${box.width} × ${box.height} ${one.outerHTML.slice(0, 80)}`),
        element,
        controls,
      );
      await opened.devTools('Emulation.setTouchEmulationEnabled', { enabled: false });
      expect(small).toEqual([]);

      await media({}, 'print');
      const printed = await opened.evaluate(
        (selector) =>
          document.querySelector(selector)!.shadowRoot!.querySelector<HTMLElement>('.card')!.checkVisibility(),
        element,
      );
      expect(printed).toBe(state.placement === undefined);
      await media({});
    },
  );

  test('no widget asks the page to loosen its policy', async () => {
    if (missing) return;
    for (const state of both) {
      const opened = await open(state);
      const blocked = await opened.evaluate(() => document.documentElement.dataset.violated ?? '');
      expect([state.widget, blocked]).toEqual([state.widget, '']);
    }
  });
});
