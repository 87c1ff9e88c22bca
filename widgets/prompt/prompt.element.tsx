import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import { CloseButton } from '../shared/close-button.js';
import { dress } from '../shared/dress.js';
import type { WidgetDetail } from '../shared/events.js';
import { emit } from '../shared/emit.js';
import { safeHref } from '../shared/href.js';
import { safeImage } from '../shared/image-src.js';
import { loadPart } from '../shared/load-part.js';
import { tellMistake } from '../shared/tell-mistake.js';
import type { PromptWords } from './locales/en.js';
import type { FiguresProps, readFigures } from './prompt.figures.js';
import { promptLocales } from './prompt.locales.js';
import { promptCss } from './prompt.style.js';
import { PromptView, type ActionProps } from './prompt.view.js';

const DAY_MS = 86_400_000;
/** For how long one that stands in the page stays away: as the arbiter has it for those that plays show. */
const AWAY_DAYS = { 'aha-dismiss': 90, 'aha-snooze': 7 } as const;
const MAX_ACTIONS = 2;
/** Settings whose code is loaded where there is any of them. */
const COUNTED = ['values', 'meter', 'used', 'limit', 'figures', 'streak'];

type Settings = Readonly<Record<string, unknown>>;

/**
 * `<aha-prompt>` announces or offers something, shows how much of a limit is used, what a person has achieved (recap) or on how many
 * days in a row they did something (streak). What it says follows the person's facts as they change, and it goes by itself when it no longer applies.
 *
 * Attributes, all optional; each is also a setting of the definition, in camelCase:
 * - `promotion`: its id in events and its name in the definition, by default `prompt`
 * - `variant`: `announcement` (default), `recap`, `streak`: what it is called in events; what is shown goes by the settings
 * - `title`, `text`: text, never HTML; `{name}` in them is one of `values`; where a text has forms for numbers (`one:…|other:…`), by the first of its numbers
 * - `image`, `image-alt`: an address, https or of the page's own origin, and what stands for it
 * - `used`, `limit`, `label`: a usage meter
 * - `href`, `action`: a link, and what it says
 * - `name`, `creative`, `position`: more for events, as Segment's specification has them
 * - `closable`: with a close button where it stands in the page; closed, it stays away for 90 days, put off for 7
 * - `placement`: `inline` (default), `corner`, `banner`, or `modal`; `open`: over the page, it is shown; `closedby="any"`: a modal closes by a click beside it
 * - `theme`, `lang`, `dir`
 *
 * Settings beyond these: `values` (names in texts, each a number, a fact's name or `{ "fact", "minus" }`), `meter` (`{ "fact" | "used", "limit", "label", "warnAt" }`),
 * `actions` (at most two: `{ "label", "href" | "call" | "snooze": true }`), `figures` (`{ "label", "fact" | "value", "minus", "compare" }`),
 * `streak` (`{ "fact" | "days", "today", "byHand", "goal" }`), `image` as `{ "src", "alt" }`.
 *
 * Properties and methods: `settings`, `strings`, `show()`, `hide()`.
 *
 * Events, bubbling and composed, with `promotion`, `kind` and `properties` (`name`, `creative`, `position`):
 * - `aha-view`: at least half of it was on the screen
 * - `aha-click`: an action was taken; `properties.action` is its `call`, `link`, or `check_in`. A page that cancels it goes to the link itself
 * - `aha-dismiss`, `aha-snooze`: it was closed, put off. Not when it went by itself
 *
 * Parts: `card`, `prompt`, `image`, `title`, `text`, `meter`, `track`, `bar`, `left`, `figures`, `figure`, `streak`, `days`, `today`, `check-in`,
 * `actions`, `action`, `action-first`, `close`.
 *
 * Custom properties: those of every widget, `--aha-warning` (a meter that is nearly full) and `--aha-backdrop` (behind a modal).
 */
export class PromptElement extends AhaElement<PromptWords> {
  protected readonly kind = 'prompt';
  protected readonly subject = 'promotion';
  #acted = false;
  #failedImage = '';
  /** The day on which it was checked by hand here. */
  #checkedOn = '';
  #awayUntilMs = 0;
  #readFigures: typeof readFigures | undefined;

  constructor() {
    super(promptCss, promptLocales);
  }

  protected override get detail(): WidgetDetail {
    const of = (name: string, otherwise?: string) => this.text(name) || otherwise;
    const properties = {
      name: of('name'),
      creative: of('creative', of('variant', 'announcement')),
      position: of('position', of('placement', 'inline')),
    };
    return { kind: 'prompt', promotion: this.widgetId, properties };
  }

  protected get done(): boolean {
    return this.#acted;
  }

  protected view(strings: Strings<PromptWords>, frame: Frame) {
    if (this.defined === undefined || !this.#isDue(frame)) return null;
    const isCounted = COUNTED.some((name) => (this.setting(name) ?? undefined) !== undefined);
    const figures = isCounted ? this.#figures(strings, frame.lang) : null;
    if (figures === undefined) return null;
    const [title, text] = ['title', 'text'].map((name) => figures?.fill(this.text(name)) ?? this.text(name));
    if (!title && !text && !figures?.show) {
      this.#refuse('prompt-empty', null, 'give a "title", a "text" or what to show');
      return null;
    }
    const shown = frame.surface || !this.#flag('closable') ? frame : this.#closable(strings, frame);
    return (
      <PromptView
        frame={shown}
        title={title}
        text={text}
        image={this.#image()}
        figures={figures}
        actions={this.#actions(strings)}
        onImageError={this.#dropImage}
      />
    );
  }

  /** Whether it is to be seen: while it applies and is not put off. Over the page it closes, so that it is not back but by a play. */
  #isDue({ surface }: Frame): boolean {
    const applies = this.defined?.applies !== false;
    if (!surface) return applies && Date.now() >= this.#awayUntil();
    if (!applies) this.toggleAttribute('open', false);
    return applies;
  }

  #awayUntil(): number {
    return Math.max(this.#awayUntilMs, Number(this.port?.read(this.#key)) || 0);
  }

  get #key(): string {
    return `prompt:${this.widgetId}:away`;
  }

  #closable(strings: Strings<PromptWords>, frame: Frame): Frame {
    const close = () => this.#goAway('aha-dismiss');
    return {
      ...frame,
      surface: {
        card: { class: 'card closable' },
        closeButton: <CloseButton label={strings.close} onClose={close} />,
      },
    };
  }

  #goAway(as: keyof typeof AWAY_DAYS): void {
    if (!this.hasAttribute('open')) {
      this.#awayUntilMs = Date.now() + AWAY_DAYS[as] * DAY_MS;
      this.port?.write(this.#key, String(this.#awayUntilMs));
    }
    this.close(as);
    this.update();
  }

  readonly #dropImage = (src: string): void => {
    this.#failedImage = src;
    this.update();
  };

  #image() {
    const given = this.getAttribute('image') ?? this.given('image');
    const { src, alt } = isObject(given) ? given : { src: given, alt: this.setting('imageAlt') };
    if (src === undefined || src === null || src === '') return null;
    const safe = safeImage(src);
    if (safe === null) this.#refuse('image-refused', src, "give an https address, or one of the page's own origin");
    return { src: safe ?? '', alt: this.wording(alt), failed: safe === null || safe === this.#failedImage };
  }

  /** What is counted in it; undefined until its code is there, which is asked for again where it did not come. */
  #figures(strings: Strings<PromptWords>, lang: string): FiguresProps | undefined {
    if (!this.#readFigures) {
      void loadPart(this.localName, () => import('./prompt.figures.js')).then((loaded) => {
        if (!loaded) return this.toggleAttribute('open', false);
        if (!this.#readFigures) dress(this.shadowRoot!, loaded.figuresCss);
        this.#readFigures = loaded.readFigures;
        this.update();
      });
      return undefined;
    }
    return this.#readFigures({
      strings,
      lang,
      checkedOn: this.#checkedOn,
      facts: this.port?.facts() ?? null,
      isCounted: this.port !== null,
      setting: (name) => this.setting(name),
      wording: (text) => this.wording(text),
      object: (name) => this.#object(name),
      list: (name, most) => this.#list(name, most),
      refuse: (code, value, remedy) => this.#refuse(code, value, remedy),
      onCheckIn: (day) => {
        if (this.#checkedOn === day) return;
        this.#checkedOn = day;
        this.#tell('check_in');
        this.update();
      },
    });
  }

  #actions(strings: Strings<PromptWords>): ActionProps[] {
    const href = this.setting('href');
    const listed = this.#list('actions', MAX_ACTIONS);
    const given: Settings[] =
      listed.length || href === null || href === undefined ? listed : [{ href, label: this.text('action') }];
    return given.flatMap((action) => {
      const label = this.wording(action.label);
      if (action.snooze === true)
        return { label: label || strings.later, href: null, leaves: false, onClick: () => this.#goAway('aha-snooze') };
      const name = this.wording(action.call);
      if (name)
        return {
          label: label || strings.learnMore,
          href: null,
          leaves: false,
          onClick: (event) => this.#act(event, name),
        };
      const safe = safeHref(action.href);
      if (safe === null) {
        this.#refuse(
          'action-invalid',
          action,
          'give an "href" (http, https, mailto, tel or relative), a "call" or "snooze": true',
        );
        return [];
      }
      const leaves = new URL(safe, document.baseURI).origin !== location.origin;
      return { label: label || strings.learnMore, href: safe, leaves, onClick: (event) => this.#act(event, 'link') };
    });
  }

  #act(event: MouseEvent, action: string): void {
    if (event.detail > 1) return; // the second click of a double click
    if (!this.#tell(action)) event.preventDefault();
    // It goes on where it is: the link is opened elsewhere.
    if (event.metaKey || event.ctrlKey || event.shiftKey || !this.hasAttribute('open')) return;
    // When the browser has followed the link.
    setTimeout(() => {
      this.#acted = true;
      this.close();
      this.#acted = false;
    });
  }

  /** Tells that an action was taken. Returns false where the page does it itself. */
  #tell(action: string): boolean {
    const { detail } = this;
    const properties = { ...detail.properties, action };
    return !emit(this, 'aha-click', { ...detail, properties }, true);
  }

  #flag(name: string): boolean {
    const value = this.setting(name);
    return value === true || (typeof value === 'string' && value !== 'false');
  }

  #object(name: string): Settings {
    const value = this.given(name);
    if (isObject(value)) return value;
    if (value !== undefined && value !== null) this.#refuse('setting-invalid', value, `give an object as "${name}"`);
    return {};
  }

  #list(name: string, most: number): Settings[] {
    const value = this.setting(name);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || value.length > most || !value.every(isObject))
      this.#refuse('setting-invalid', value, `give a list of at most ${most} objects as "${name}"`);
    return Array.isArray(value) ? value.filter(isObject).slice(0, most) : [];
  }

  #refuse(code: string, value: unknown, remedy: string): void {
    tellMistake(this, code, value, remedy);
  }
}

const isObject = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
