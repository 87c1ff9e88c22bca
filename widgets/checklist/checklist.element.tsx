import type { ComponentChildren } from 'preact';
import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import { emit } from '../shared/emit.js';
import { listen } from '../shared/listen.js';
import { loadPart } from '../shared/load-part.js';
import { clampText, fill } from '../shared/strings.js';
import { themeCss } from '../shared/theme.js';
import { readItems, type ChecklistItem, type Refuse } from './checklist.items.js';
import { FOREVER_MS, readKept, type KeptChecklist } from './checklist.kept.js';
import { checklistLocales } from './checklist.locales.js';
import { progressOf, type ItemProgress, type Progress } from './checklist.progress.js';
import type { ChecklistWords } from './locales/en.js';

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
/** What is loaded when it is to be shown: to whoever has done it all, or hidden it, nothing is. */
const VIEWS = {
  list: () => import('./checklist.view.js'),
  standIn: () => import('./checklist.launcher.js'),
};
type Views = { [Name in keyof typeof VIEWS]?: ReturnType<Awaited<ReturnType<(typeof VIEWS)[Name]>>['viewFor']> };
/** A timer is set for no longer. */
const MAX_SLEEP_MS = 12 * 36e5;

/**
 * `<aha-checklist>` shows what there is to do to get going, and how far the person is. Items complete by themselves from what the client
 * knows of the person, by hand where that is allowed, or by the page's word.
 *
 * Attributes, all optional:
 * - `checklist`: its name in the definition and its id in events, by default `checklist`
 * - `placement`: `inline` (default); `launcher`: a button in the corner with the number left, that opens the list; `corner`: the list itself
 *   over the page, not modal, a sheet on a phone
 * - `open` (boolean): with `launcher`, the list is open; with `corner`, it is shown
 * - `title`, and every other name in `strings`, in kebab-case: the text to show. Text, never HTML
 * - `text`, `collapsed`, `celebrate`, `dismiss`, `snooze`, `version`: settings, as in the definition
 * - `settings`: settings as JSON, `items` among them; `theme`, `lang`, `dir`: by default as around it
 *
 * Properties and methods: `settings`, `strings`, `show()` (also what the person has hidden), `hide()`, `complete(id)`: the page knows that an item is done.
 *
 * Events, bubbling and composed; `detail` has `kind` and `checklist`:
 * - `aha-view`: at least half of the list was on the screen, once
 * - `aha-item`, `aha-reopen`: an item was completed, or unticked (`properties.item_id`); once for each person, not for what was complete when first seen
 * - `aha-complete`: all items are done; once for each person and version
 * - `aha-click`: an item's action was taken (`properties.item_id`, `properties.action`)
 * - `aha-navigate` (`item`, `href`): a link is about to be followed; `preventDefault()` it to let a router do it
 * - `aha-action` (`item`, `action`): the callback that an item names in `call`
 * - `aha-tour` (`item`, `tour`, `take(start)`): a tour is wanted; `connectTours` answers it
 * - `aha-snooze`, `aha-dismiss`, `aha-restore`: the person put it off, hid it, or took that back (`properties.hidden_until`: all their devices follow)
 *
 * Parts: `card`, `launcher`, `title`, `text`, `bar`, `fill`, `count`, `end`, `list`, `item`, `item-done`, `item-title`, `item-text`, `item-waits`,
 * `mark`, `action`, `optional`, `snooze`, `hide`, `return`, `close`, `problem`.
 *
 * Custom properties: those of every widget, `--aha-accent` … `--aha-shadow`.
 */
export class ChecklistElement extends AhaElement<ChecklistWords> {
  protected readonly kind = 'checklist';
  protected readonly subject = 'checklist';
  /** Where there is no client to keep it. */
  #memory: string | null = null;
  /** Whose list this page has seen unfinished: `since` of what is kept. */
  #sawOpen = 0;
  /** What this page has made something of: items by their ids, and the list, which is ''. */
  readonly #marked = new Set<string>();
  #seen = '';
  /** Which list, of which person, what follows is of. */
  #of = '';
  /** It was hidden in this page, so that it can be taken back. */
  #hidden = false;
  #finishedHere = false;
  #celebration: ComponentChildren = null;
  #news: readonly ChecklistItem[] = [];
  #problem = false;
  #touring = false;
  readonly #views: Views = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopLooking: (() => void) | undefined;

  constructor() {
    super(themeCss, checklistLocales);
  }

  /** Brings back what the person has put off or hidden, too. */
  override show(): void {
    this.#hidden = false;
    this.#putOff(0, this.#isAway(this.#kept) ? 'aha-restore' : undefined);
    super.show();
  }

  /** The page knows that an item is done: told once, like every completion. */
  complete(id: string): void {
    this.#mark(id, true);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Whoever looks at another tab is told there, and here once they look.
    this.#stopLooking = listen(document, 'visibilitychange', () => this.update());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#stopLooking?.();
  }

  protected get done(): boolean {
    return this.#progress().finished;
  }

  protected override get place(): string {
    return this.#launches ? 'corner' : super.place;
  }

  /** The launcher stands in its corner always. */
  protected override get shown(): boolean {
    return this.#launches || super.shown;
  }

  protected override say(
    type: keyof GlobalEventHandlersEventMap,
    properties?: Readonly<Record<string, unknown>>,
  ): void {
    if (type === 'aha-view') {
      // Of the launcher nobody has seen what there is to do.
      if ((this.#launches && !super.shown) || this.#seen === this.widgetId) return;
      this.#seen = this.widgetId;
    }
    super.say(type, properties);
  }

  /** Closing the list that a launcher has opened puts it back there. */
  protected override readonly close = (as: 'aha-dismiss' | 'aha-snooze' = 'aha-dismiss'): void => {
    this.toggleAttribute('open', false);
    if (this.#launches) this.update('.launch');
    else if (!this.done) this.say(as);
  };

  protected view(strings: Strings<ChecklistWords>, frame: Frame) {
    if (this.defined === undefined) return null; // nothing false in the meantime
    const kept = this.#kept;
    const of = `${this.#key} ${kept?.since}`;
    if (kept && this.#of !== of) {
      const another = this.#of !== '';
      this.#of = of;
      if (another) this.#forget();
    }
    const progress = this.#progress();
    const { finished, items, total, done } = progress;
    const launches = this.#launches;
    const inline = !this.place;
    const opened = super.shown;
    const hidden = this.#hidden;
    if (!items.length) return null;
    void this.#notice();

    if (launches && !opened && (hidden || (finished && !this.#finishedHere))) return null;
    if ((inline || launches) && !hidden && this.#isAway(kept)) return null;
    if (hidden || (launches && !opened)) {
      const StandIn = this.#load('standIn');
      const onPress = hidden ? this.#return : this.#open;
      return StandIn && <StandIn {...{ frame, strings, hidden, onPress }} left={total - done} />;
    }
    const List = this.#load('list');
    if (!List) return null;
    const collapsed = kept?.collapsed ?? (this.#flag('collapsed', false) || (finished && !this.#finishedHere));
    return (
      <List
        frame={frame}
        strings={strings}
        text={this.text('text')}
        progress={progress}
        collapsed={inline && collapsed}
        news={this.#news.map((item) => fill(strings.itemDone, { item: this.#titleOf(item) })).join(' ')}
        problem={this.#problem ? strings.failed : ''}
        celebration={this.#celebration}
        spoken={(text) => this.wording(text)}
        titleOf={(item) => this.#titleOf(item)}
        onToggle={inline ? () => this.#toggle(!collapsed) : undefined}
        onAct={this.#act}
        onTick={({ id }, ticked) => {
          this.#mark(id, ticked);
          if (!ticked) this.say('aha-reopen', { item_id: id, completed: false });
        }}
        onSnooze={finished || !this.#snoozeMs ? undefined : this.#snooze}
        onHide={(inline || launches) && this.#flag('dismiss', true) ? this.#hide : undefined}
      />
    );
  }

  /** A view, once it is there; until then null. */
  #load<Name extends keyof Views>(name: Name): Views[Name] | null {
    const view = this.#views[name];
    if (!view) {
      void loadPart<{ readonly viewFor: (root: ShadowRoot) => unknown }>(this.localName, VIEWS[name]).then((part) => {
        if (!part) return this.toggleAttribute('open', false);
        this.#views[name] ??= part.viewFor(this.shadowRoot!) as Views[Name];
        this.update();
      });
    }
    return view ?? null;
  }

  get #launches(): boolean {
    return super.place === 'launcher';
  }

  get #version(): number {
    const given = this.setting('version') ?? 1;
    const version = Number(given);
    if (version > 0) return version;
    this.#refuse('version-invalid', given);
    return 1;
  }

  get #snoozeMs(): number {
    const given = this.setting('snooze') ?? '1d';
    const [, number, unit = 'd'] = /^(\d{1,4})([smhdw])$/.exec(clampText(given)) ?? [];
    if (given === false || given === 'false') return 0;
    if (!number) this.#refuse('snooze-invalid', given);
    return Number(number ?? 1) * UNITS[unit]!;
  }

  get #kept(): KeptChecklist | null {
    return readKept(this.port ? this.port.read(this.#key) : this.#memory);
  }

  get #key(): string {
    return `checklist:${this.widgetId}`;
  }

  #progress(): Progress {
    const items = readItems(this.setting('items'), this.#refuse);
    return progressOf(items, this.defined, this.#kept, this.#version, this.#refuse);
  }

  #titleOf({ title, id }: ChecklistItem): string {
    return this.wording(title) || id;
  }

  /** An attribute or a setting that is on or off. */
  #flag(name: string, otherwise: boolean): boolean {
    const given = this.setting(name) ?? otherwise;
    return given === '' || given === true || given === 'true';
  }

  #isAway(kept: KeptChecklist | null): boolean {
    const left = (kept?.until ?? this.defined?.hiddenUntil ?? 0) - Date.now();
    clearTimeout(this.#timer);
    if (left > 0) this.#timer = setTimeout(() => this.update(), Math.min(left, MAX_SLEEP_MS));
    return left > 0;
  }

  readonly #refuse: Refuse = (code, value) => {
    void loadPart(this.localName, () => import('./checklist.remedies.js')).then((part) =>
      part?.refuseSetting(this, code, value),
    );
  };

  /** Keeps what is changed of it, and shows it. */
  #keep(change: Partial<KeptChecklist>): void {
    const kept = { since: Date.now(), done: [], hand: {}, ...this.#kept, ...change };
    this.#memory = JSON.stringify(kept);
    this.port?.write(this.#key, this.#memory);
    this.update();
  }

  /** Puts it off until then, on all of the person's devices that know them; `type` tells them, but not of a list that is done. */
  #putOff(until: number, type?: 'aha-snooze' | 'aha-dismiss' | 'aha-restore'): void {
    const wasTold = (this.defined?.hiddenUntil ?? 0) > Date.now();
    this.#marked.add('');
    this.#keep({ until });
    if (type && (wasTold || !this.done)) this.say(type, { hidden_until: until });
  }

  /** What the person, or the page, has made of an item. */
  #mark(id: string, done: boolean): void {
    this.#marked.add(id);
    this.#keep({ hand: { ...this.#kept?.hand, [id]: done } });
  }

  /** What is of another list, or another person, is not of this one. */
  #forget(): void {
    this.#hidden = this.#finishedHere = this.#problem = false;
    this.#celebration = null;
    this.#news = [];
  }

  /** Tells what has become true, once. */
  async #notice(): Promise<void> {
    const part = await loadPart(this.localName, () => import('./checklist.notice.js'));
    if (!part || !this.isConnected || document.visibilityState === 'hidden' || this.defined === undefined) return;
    const before = this.#kept;
    const progress = this.#progress();
    const version = this.#version;
    const { kept, news, completes, celebrates } = part.noticeOf(
      before,
      progress,
      version,
      this.#sawOpen,
      this.defined,
      this.#marked,
    );
    this.#sawOpen = progress.finished ? 0 : kept.since;
    if (news.length) this.#news = news;
    if (celebrates) this.#finishedHere = true;
    if (JSON.stringify(kept) !== JSON.stringify(before)) this.#keep(kept);
    for (const { id } of news) this.say('aha-item', { item_id: id, completed: true });
    if (completes) this.say('aha-complete', { checklist_version: version, items: progress.total });
    if (!celebrates || !this.#flag('celebrate', true)) return;
    const paper = await loadPart(this.localName, () => import('./celebration.js'));
    this.#celebration = paper?.celebrate(this.shadowRoot!) ?? null;
    this.update();
  }

  readonly #open = (): void => {
    this.toggleAttribute('open', true);
    this.say('aha-view');
    this.update('.card');
  };

  readonly #snooze = (): void => {
    if (super.place === 'corner') return this.close('aha-snooze');
    this.toggleAttribute('open', false);
    this.#putOff(Date.now() + this.#snoozeMs, 'aha-snooze');
  };

  #toggle(collapsed: boolean): void {
    this.#celebration = null; // paper in the air makes the next picture dear
    this.#keep({ collapsed });
  }

  readonly #hide = (): void => {
    this.#hidden = true;
    this.#putOff(FOREVER_MS, 'aha-dismiss');
    this.update('.back');
  };

  readonly #return = (): void => {
    this.#hidden = false;
    this.#putOff(0, 'aha-restore');
    this.update('.card');
  };

  readonly #act = (item: ItemProgress, event: MouseEvent): void => {
    const { id, action, to, byHand, byItself } = item;
    if (event.detail > 1 && action !== 'href') return; // the second click of a double click
    this.#problem = false;
    this.say('aha-click', { item_id: id, action, ...(action === 'play' && { play: to }) });
    const completes = !byHand && !byItself; // nothing else ever would
    const detail = { kind: this.kind, checklist: this.widgetId, item: id } as const;
    if (action === 'tour') void this.#tour(item, completes, { ...detail, tour: to });
    else if (completes) this.#mark(id, true);
    if (action === 'call') emit(this, 'aha-action', { ...detail, action: to });
    // With a key held, the browser opens it elsewhere.
    const here = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (action === 'href' && here && emit(this, 'aha-navigate', { ...detail, href: to }, true)) event.preventDefault();
  };

  async #tour(
    { id }: ItemProgress,
    completes: boolean,
    detail: Parameters<typeof import('./checklist.tour.js').runTour>[1],
  ) {
    if (this.#touring) return;
    this.#touring = true;
    const part = await loadPart(this.localName, () => import('./checklist.tour.js'));
    const outcome = part ? await part.runTour(this, detail) : 'failed';
    this.#touring = false;
    if (!outcome) this.#refuse('tour-missing', detail.tour);
    this.#problem = !outcome || outcome === 'failed';
    if (outcome === 'done' && completes) this.#mark(id, true);
    this.update(`#go${this.#progress().items.findIndex((item) => item.id === id)}`);
  }
}
