import { render, type ComponentChild } from 'preact';
import type { Frame } from './card.js';
import { dress } from './dress.js';
import { emit } from './emit.js';
import type { WidgetKind } from '../../src/wire/widget-subjects.js';
import type { SurveyDetail, WidgetDetail } from './events.js';
import { keepKeys } from './keep-keys.js';
import { directionOf, localized, speechFor, type Locales, type Speech } from './language.js';
import { listen } from './listen.js';
import { loadPart } from './load-part.js';
import { onSeen } from './on-seen.js';
import type { JoinDetail, WidgetPort, WidgetState } from './port.js';
import { attributeFor, clampText, replaceStrings } from './strings.js';
import type { Surface } from './surface.js';
import { tellMistake } from './tell-mistake.js';

/** Where there is no DOM, as on a server, a widget's class can be imported and does nothing. */
const Base =
  (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (Object as unknown as typeof HTMLElement);

/** Where a widget can be shown but in the page's own flow, each loaded only when something is. */
const SURFACES: Readonly<Record<string, () => Promise<{ readonly surface: Surface }>>> = {
  corner: () => import('./corner.js'),
  modal: () => import('./modal.js'),
  banner: () => import('./banner.js'),
};

/** Texts that are the page's own wherever there are any. */
const TEXTS = ['question', 'title', 'text'];

/** Words that every widget has: those all share, and what is told when it opens over the page. */
type Words = { readonly opened: string };
export type Strings<Own extends Words> = Speech<Own>['words'];
/** Any of a widget's strings, and texts that it has only where they are given. */
type OwnStrings<Own extends Words> = Partial<Strings<Own>> & { readonly [name: string]: string | undefined };

/**
 * What every widget is: a custom element with an open shadow root and a constructed style sheet, that renders its view again
 * when an attribute, a setting, a string, the page's language or what the client knows of the person changes, in the page or over it.
 *
 * A widget gives its kind, its style sheet, its words and a view. Its settings are the definition's, overlaid by the `settings` attribute
 * (JSON), that by the `settings` property, and a single one by an attribute of its name in kebab-case. What the person has done is
 * kept in the element, so taking it out of the page and putting it back, there or elsewhere, goes on where they were.
 */
export abstract class AhaElement<Own extends Words> extends Base {
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #locales: Locales<Own>;
  #strings: OwnStrings<Own> = {};
  #settings: Readonly<Record<string, unknown>> = {};
  /** The definition's settings and the page's, as they were when something changed last. */
  #all: Readonly<Record<string, unknown>> = {};
  #turn = 0;
  #focus = '';
  #asked = 'en';
  #dressed = 'null';
  /** What was on the screen. */
  #viewed = '';
  #stopWatching: (() => void) | undefined;
  #closeSurface: (() => void) | undefined;
  #card: HTMLElement | undefined;
  #part: (() => void)[] = [];
  #unjoin: (() => void) | undefined;
  readonly #changes = new MutationObserver(() => this.update());

  /** The client that the page is joined to; null while there is none. */
  protected port: WidgetPort | null = null;

  protected abstract readonly kind: WidgetKind;
  /** What its events call the thing that it shows, and the attribute that names it, such as `survey`. */
  protected abstract readonly subject: string;
  /** The person has come to its end, so that closing it dismisses nothing. */
  protected abstract readonly done: boolean;
  /** What is to be shown; null for nothing. */
  protected abstract view(strings: Strings<Own>, frame: Frame): ComponentChild;

  /** @param css the widget's style sheet, the shared part included. */
  constructor(css: string, locales: Locales<Own>) {
    super();
    this.#locales = locales;
    dress(this.#root, css);
    keepKeys(this.#root);
  }

  /** Strings to use instead of the locale's, by their names; an attribute of the same name in kebab-case goes before them. */
  get strings(): OwnStrings<Own> {
    return this.#strings;
  }

  set strings(strings: OwnStrings<Own> | null | undefined) {
    this.#strings = strings ?? {};
    this.update();
  }

  /** Settings that go before the definition's: an object as it stands there. */
  get settings(): Readonly<Record<string, unknown>> {
    return this.#settings;
  }

  set settings(settings: Readonly<Record<string, unknown>> | null | undefined) {
    this.#settings = settings ?? {};
    this.update();
  }

  /** Shows it: opens it over the page, or where it stands in the page takes `hidden` away. */
  show(): void {
    this.hidden = false;
    this.toggleAttribute('open', true);
  }

  /** Hides it and keeps what was answered. No event: that is for what the person does. */
  hide(): void {
    this.hidden = true;
    this.toggleAttribute('open', false);
  }

  connectedCallback(): void {
    for (const name of ['strings', 'settings'] as const) {
      if (!Object.hasOwn(this, name)) continue;
      // set before this class was there, as frameworks do
      const own = this[name];
      Reflect.deleteProperty(this, name);
      this[name] = own as never;
    }
    this.#changes.observe(this, { attributes: true });
    this.#changes.observe(document.documentElement, { attributeFilter: ['lang'] });
    this.#part.push(
      listen(document, 'aha-ready', () => this.#join()),
      () => this.#unjoin?.(),
    );
    this.#join();
  }

  disconnectedCallback(): void {
    this.#changes.disconnect();
    for (const undo of this.#part.splice(0)) undo();
    this.#leave();
  }

  connectedMoveCallback(): void {
    // Being here, it makes `moveBefore()` keep the widget as it is, focus included.
  }

  /** Its id in events and its name in the definition: the attribute of its subject, by default its kind. */
  protected get widgetId(): string {
    return clampText(this.getAttribute(this.subject)) || this.kind;
  }

  /** What its events say about it. */
  protected get detail(): WidgetDetail | SurveyDetail {
    return { kind: this.kind, [this.subject]: this.widgetId };
  }

  /** What the definition says of it; null without one, undefined while that is not known yet. */
  protected get defined(): WidgetState | null | undefined {
    return this.port ? this.port.widget(this.widgetId) : null;
  }

  /** A setting, whatever it is; of a text in several languages the one that is spoken. */
  protected setting(name: string): unknown {
    return this.getAttribute(attributeFor(name)) ?? this.#strings[name] ?? localized(this.#all[name], this.#asked);
  }

  /** A setting that is a text; empty where it is none. */
  protected text(name: string): string {
    return clampText(this.setting(name));
  }

  /** A setting that is an object of names, none of them a language: as it was given. */
  protected given(name: string): unknown {
    return this.#all[name];
  }

  /** A text of a setting, such as an item's title, in the language that is spoken; empty where it is none. */
  protected wording(text: unknown): string {
    return clampText(localized(text, this.#asked));
  }

  /** Where it is shown: a surface over the page, or in its flow. */
  protected get place(): string {
    return this.getAttribute('placement') ?? '';
  }

  /** Whether it is shown, on a surface. */
  protected get shown(): boolean {
    return this.hasAttribute('open');
  }

  /** Tells what the person did. */
  protected say(type: keyof GlobalEventHandlersEventMap, properties?: Readonly<Record<string, unknown>>): void {
    emit(this, type, properties ? { ...this.detail, properties } : this.detail);
  }

  /** Closes it for now, told as what the person did with it: `aha-dismiss`, `aha-snooze`; nothing where they came to its end. */
  protected readonly close = (as: 'aha-dismiss' | 'aha-snooze' = 'aha-dismiss'): void => {
    this.toggleAttribute('open', false);
    if (!this.done) this.say(as);
  };

  /**
   * Renders soon, before the next paint where the language is there.
   *
   * @param focus selects what in the widget then gets the focus, unless the person has it elsewhere in the page by now.
   */
  protected update(focus = this.#focus): void {
    this.#focus = focus;
    this.#all = this.#merge();
    // What goes wrong in it is told, and never thrown into the page.
    void loadPart(this.localName, () => this.#render(++this.#turn));
  }

  /** Asks for a client: when it comes into the page, and when one has come or gone. The nearest that answers is it. */
  #join(): void {
    this.#unjoin?.();
    emit(this, 'aha-join', {
      join: (port) => {
        if (this.port) return;
        this.port = port;
        const undo = port.onChange(() => this.update());
        this.#unjoin = () => {
          this.port = this.#unjoin = undefined!;
          undo();
        };
      },
    } satisfies JoinDetail);
    this.update();
  }

  #merge(): Readonly<Record<string, unknown>> {
    let own: unknown;
    const json = this.getAttribute('settings');
    try {
      own = json && JSON.parse(json);
    } catch {
      tellMistake(this, 'settings-invalid', json, 'give an object as JSON');
    }
    return { ...this.defined?.settings, ...(typeof own === 'object' ? own : null), ...this.#settings };
  }

  async #render(turn: number): Promise<void> {
    const root = this.#root;
    const load = SURFACES[this.place];
    const [{ asked, words }, loaded] = await Promise.all([
      speechFor(this, this.#locales),
      load && this.shown && loadPart(this.localName, load),
    ]);
    if (turn !== this.#turn || !this.isConnected) return; // a later one shows what is true by now
    // Without its surface it is shown where it stands in the page.
    const surface = loaded && loaded.surface;
    const hidden = loaded === false;
    if (hidden || !surface !== !this.#closeSurface) this.#leave(); // also from one place to the other
    if (hidden) return;

    this.#asked = asked;
    const { lang: spoken, ...theirs } = words;
    const own = (name: string): unknown => this.setting(name);
    const strings = { ...words, ...replaceStrings(theirs, own) };
    // A page in a language that we lack brings its own words, or gets English that says it is English.
    const lang = [...Object.keys(theirs), ...TEXTS].some(own) ? asked : spoken;
    const dir = (this.dir as Frame['dir'] | '') || directionOf(lang);
    const { tokens = null } = this.#all;
    const dressed = JSON.stringify(tokens);
    if (dressed !== this.#dressed)
      void loadPart(this.localName, () => import('./tokens.js')).then((part) => part?.applyTokens(this, tokens));
    this.#dressed = dressed;
    const view = this.view(
      strings,
      surface ? { lang, dir, surface: surface.frame(strings.close, this.close, own) } : { lang, dir },
    );
    render(view, root);

    const card = root.firstElementChild as HTMLElement | null;
    if (!card) return this.#leave();
    const about = () => JSON.stringify(this.detail);
    const seen = () => {
      this.#viewed = about();
      this.#stopWatching = undefined;
      this.say('aha-view');
    };
    const watch = () => {
      if (this.#viewed !== about()) this.#stopWatching ??= onSeen(card, seen);
    };
    if (this.#card !== card) {
      this.#closeSurface?.(); // another stands there now
      this.#closeSurface = undefined;
    }
    this.#card = card;
    if (surface) this.#closeSurface ??= surface.open(card, watch, this.close, strings.opened);
    else watch();
    if (this.#focus && (root.activeElement || document.activeElement === document.body)) {
      root.querySelector<HTMLElement>(this.#focus)?.focus();
    }
    this.#focus = '';
  }

  #leave(): void {
    this.#closeSurface?.();
    this.#stopWatching?.();
    this.#closeSurface = this.#stopWatching = undefined;
    render(null, this.#root);
  }
}
