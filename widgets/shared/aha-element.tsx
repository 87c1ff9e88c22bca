import { render, type ComponentChild } from 'preact';
import type { Frame } from './card.js';
import { dress } from './dress.js';
import { emit } from './emit.js';
import type { SurveyDetail } from './events.js';
import { keepKeys } from './keep-keys.js';
import { directionOf, speechFor } from './language.js';
import type { Locale } from './locales/en.js';
import { onSeen } from './on-seen.js';
import { attributeFor, replaceStrings } from './strings.js';

/** Where there is no DOM, as on a server, a widget's class can be imported and does nothing. */
const Base =
  (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (Object as unknown as typeof HTMLElement);

/**
 * What every widget is: a custom element with an open shadow root and a constructed style sheet, that renders its view again
 * when an attribute, a string or the page's language changes, in the page or in the corner.
 *
 * A widget gives its style sheet, its strings in a locale, and a view; what the person has done is kept in the element, so taking it out
 * of the page and putting it back, there or elsewhere, goes on where they were.
 */
export abstract class AhaElement<S extends Locale['common']> extends Base {
  readonly #root = this.attachShadow({ mode: 'open' });
  #strings: Partial<S> = {};
  #turn = 0;
  #focus = '';
  /** The response whose question was on the screen. */
  #viewed = '';
  #stopWatching: (() => void) | undefined;
  #closeCorner: (() => void) | undefined;
  readonly #changes = new MutationObserver(() => this.update());

  /** What its events say about it. */
  protected abstract readonly detail: SurveyDetail;
  /** The person has come to its end, so that closing it dismisses nothing. */
  protected abstract readonly done: boolean;
  /** Its strings out of a locale. */
  protected abstract stringsOf(locale: Locale): S;
  /** What is to be shown. */
  protected abstract view(strings: S, frame: Frame): ComponentChild;

  /** @param css the widget's style sheet, the shared part included. */
  constructor(css: string) {
    super();
    dress(this.#root, css);
    keepKeys(this.#root);
  }

  /** Strings to use instead of the locale's, by their names; an attribute of the same name in kebab-case goes before them. */
  get strings(): Partial<S> {
    return this.#strings;
  }

  set strings(strings: Partial<S> | null | undefined) {
    this.#strings = strings ?? {};
    this.update();
  }

  /** Shows it: opens it in the corner, or where it stands in the page takes `hidden` away. */
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
    if (Object.hasOwn(this, 'strings')) {
      // set before this class was there, as frameworks do
      const { strings } = this;
      delete (this as { strings?: Partial<S> }).strings;
      this.strings = strings;
    }
    this.#changes.observe(this, { attributes: true });
    this.#changes.observe(document.documentElement, { attributeFilter: ['lang'] });
    this.update();
  }

  disconnectedCallback(): void {
    this.#changes.disconnect();
    this.#leave();
  }

  connectedMoveCallback(): void {
    // Being here, it makes `moveBefore()` keep the widget as it is, focus included.
  }

  /**
   * Renders soon, before the next paint where the language is there.
   *
   * @param focus selects what in the widget then gets the focus, unless the person has it elsewhere in the page by now.
   */
  protected update(focus = this.#focus): void {
    this.#focus = focus;
    void this.#render(++this.#turn);
  }

  readonly #dismiss = (): void => {
    this.toggleAttribute('open', false);
    if (!this.done) emit(this, 'aha-dismiss', this.detail);
  };

  async #render(turn: number): Promise<void> {
    const root = this.#root;
    const inCorner = this.getAttribute('placement') === 'corner';
    const [{ asked, locale }, corner] = await Promise.all([
      speechFor(this),
      inCorner && this.hasAttribute('open') && import('./corner.js').catch(() => false as const),
    ]);
    if (turn !== this.#turn || !this.isConnected) return; // a later one shows what is true by now
    const hidden = inCorner && !corner;
    if (hidden || !corner !== !this.#closeCorner) this.#leave(); // also from one place to the other
    if (hidden) return;

    const own = (name: string): unknown => this.getAttribute(attributeFor(name)) ?? this.#strings[name as keyof S];
    const strings = replaceStrings(this.stringsOf(locale), own);
    // A page in a language that we lack brings its own words, or gets English that says it is English.
    const lang = Object.keys(strings).some(own) ? asked : locale.lang;
    const dir = (this.dir as Frame['dir'] | '') || directionOf(lang);
    const frame = corner && {
      corner: corner.IN_CORNER,
      closeButton: <corner.CloseButton label={strings.close} onClose={this.#dismiss} />,
    };
    render(this.view(strings, { lang, dir, ...frame }), root);

    const card = root.firstElementChild as HTMLElement;
    const watch = () => {
      if (this.#viewed !== this.detail.responseId) this.#stopWatching ??= onSeen(card, this.#seen);
    };
    if (corner) this.#closeCorner ??= corner.openCorner(card, watch, this.#dismiss, strings.opened);
    else watch();
    if (this.#focus && (root.activeElement || document.activeElement === document.body)) {
      root.querySelector<HTMLElement>(this.#focus)?.focus();
    }
    this.#focus = '';
  }

  readonly #seen = (): void => {
    this.#viewed = this.detail.responseId;
    this.#stopWatching = undefined;
    emit(this, 'aha-view', this.detail);
  };

  #leave(): void {
    this.#closeCorner?.();
    this.#stopWatching?.();
    this.#closeCorner = this.#stopWatching = undefined;
    render(null, this.#root);
  }
}
