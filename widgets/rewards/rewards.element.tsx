import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import { counted } from '../shared/counted.js';
import { figureOf } from '../shared/figure.js';
import { fill } from '../shared/strings.js';
import { tellMistake } from '../shared/tell-mistake.js';
import type { RewardsWords } from './locales/en.js';
import { rewardsLocales } from './rewards.locales.js';
import { rewardsCss } from './rewards.style.js';
import { RewardsView, type BadgeProps } from './rewards.view.js';

const MAX = { points: 50, levels: 30, badges: 50 } as const;
const DAY_MS = 86_400_000;
/** Later is no date. */
const MAX_TIME_MS = 8.64e15;

type Settings = Readonly<Record<string, unknown>>;
interface Level {
  readonly at: number;
  readonly title: string;
}

/**
 * `<aha-rewards>` shows a person's points, their level and the way to the next, their badges, and since when they are there. It shows and grants
 * nothing: all of it follows from the facts, milestones and segments of the definition, which the collector tells the same, or from what the host gives.
 *
 * Attributes, all optional:
 * - `rewards`: its id in events and its name in the definition, by default `rewards`
 * - `title`: the heading. Text, never HTML
 * - `granted`: points on top of those that the rules give, as the host knows them; as a setting also `{ "fact": … }`
 * - `placement`: `inline` (default), `corner`, `banner`, or `modal`; `open`: over the page, it is shown
 * - `theme`, `lang`, `dir`
 *
 * Settings beyond these: `points` (`{ "fact", "each" }` or `{ "milestone", "points" }`), `levels` (`{ "at", "title" }`), `badges`
 * (`{ "milestone" | "segment" | "fact" with "atLeast", "title", "icon" }`), `anniversary` (`{ "fact" }`, of a time or an age in days).
 *
 * Properties and methods: `settings`, `strings`, `show()`, `hide()`.
 *
 * Events, bubbling and composed, with `rewards` and `kind`: `aha-view`: at least half of it was on the screen; `aha-dismiss`: closed, over the page.
 *
 * Parts: `card`, `rewards`, `title`, `standing`, `level`, `points`, `track`, `bar`, `next`, `badges`, `badge`, `badge-earned`, `anniversary`, `close`.
 *
 * Custom properties: those of every widget.
 */
export class RewardsElement extends AhaElement<RewardsWords> {
  protected readonly kind = 'rewards';
  protected readonly subject = 'rewards';
  protected readonly done = false;
  /** What it was at when it was last shown, so that a step up can be told. */
  #levelAt: number | null = null;
  #reached = '';

  constructor() {
    super(rewardsCss, rewardsLocales);
  }

  protected view(strings: Strings<RewardsWords>, frame: Frame) {
    if (this.defined === undefined) return null;
    const { lang } = frame;
    const levels = this.#levels();
    const badges = this.#badges(strings, lang);
    const anniversary = this.#anniversary(strings, lang);
    const points = this.#points();
    if (points === null && badges.length === 0 && !anniversary) {
      this.#refuse('rewards-empty', null, 'give "points", "badges" or an "anniversary"');
      return null;
    }
    const has = points ?? 0;
    const level = points === null ? undefined : levels.filter(({ at }) => at <= has).pop();
    const next = points === null ? undefined : levels.find(({ at }) => at > has);
    this.#tellStep(level, strings);
    const from = level?.at ?? 0;
    const name = next && { level: next.title };
    return (
      <RewardsView
        frame={frame}
        title={this.text('title') || strings.title}
        level={level?.title ?? ''}
        points={points === null ? '' : counted(strings.pointsHad, lang, points)}
        progress={
          next && name
            ? {
                label: fill(strings.progress, name),
                share: (has - from) / (next.at - from),
                text: counted(strings.toNext, lang, next.at - has, name),
              }
            : null
        }
        top={level && !next ? strings.top : ''}
        badgesTitle={strings.badgesTitle}
        badges={badges}
        anniversary={anniversary}
        status={this.#reached}
      />
    );
  }

  /** Whole points, those of the rules and those that were granted; null where there are no rules for any. */
  #points(): number | null {
    const rules = this.#list('points');
    const granted = this.#number(this.getAttribute('granted') ?? this.given('granted'));
    if (rules.length === 0 && granted === null) return null;
    const { milestones = {} } = this.port?.state() ?? {};
    const sum = rules.reduce((total, rule) => {
      if (typeof rule.milestone === 'string')
        return total + (Object.hasOwn(milestones, rule.milestone) ? this.#of(rule, 'points') : 0);
      if (rule.fact === undefined)
        this.#refuse('points-invalid', rule, 'give a "fact" with "each", or a "milestone" with "points"');
      return total + (this.#number(rule.fact === undefined ? undefined : rule) ?? 0) * this.#of(rule, 'each');
    }, granted ?? 0);
    return Math.max(0, Math.floor(sum));
  }

  #of(rule: Settings, name: string): number {
    const value = rule[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.#refuse('points-invalid', rule, `give a number as "${name}"`);
    return 0;
  }

  #levels(): Level[] {
    const levels = this.#list('levels').flatMap(({ at, title }): Level[] => {
      const named = this.wording(title);
      if (typeof at === 'number' && at >= 0 && named) return [{ at, title: named }];
      this.#refuse('level-invalid', { at, title }, 'give from how many points "at" it begins, and a "title"');
      return [];
    });
    return levels.sort((a, b) => a.at - b.at);
  }

  /** That a level was reached while it is on the screen is told; what was reached before is nothing new. */
  #tellStep(level: Level | undefined, strings: Strings<RewardsWords>): void {
    const at = level?.at ?? -1;
    if (level && this.#levelAt !== null && at > this.#levelAt)
      this.#reached = fill(strings.reached, { level: level.title });
    this.#levelAt = at;
  }

  #badges(strings: Strings<RewardsWords>, lang: string): BadgeProps[] {
    const { milestones = {}, segments = [] } = this.port?.state() ?? {};
    const date = (atMs: number) => fill(strings.earnedOn, { date: day(lang, atMs) });
    return this.#list('badges').flatMap((badge): BadgeProps[] => {
      const { milestone, segment, fact, atLeast, title, icon } = badge;
      const named = this.wording(title);
      let isEarned: boolean;
      let when = strings.earned;
      if (typeof milestone === 'string') {
        const reached = Object.hasOwn(milestones, milestone) ? milestones[milestone] : undefined;
        isEarned = reached !== undefined;
        if (reached) when = date(reached.atMs);
      } else if (typeof segment === 'string') isEarned = segments.includes(segment);
      else if (fact !== undefined)
        isEarned = (this.#number({ fact }) ?? -Infinity) >= (typeof atLeast === 'number' ? atLeast : 1);
      else {
        this.#refuse('badge-invalid', badge, 'say by which "milestone", "segment" or "fact" it is earned');
        return [];
      }
      if (!named) {
        this.#refuse('badge-invalid', badge, 'give it a "title"');
        return [];
      }
      return [
        {
          title: named,
          isEarned,
          when: isEarned ? when : strings.notEarned,
          icon: Array.from(this.wording(icon)).slice(0, 3).join(''),
        },
      ];
    });
  }

  #anniversary(strings: Strings<RewardsWords>, lang: string) {
    const given = this.given('anniversary');
    if (given === undefined || given === null) return null;
    const value = this.#number(given);
    if (value === null || value < 0 || value > MAX_TIME_MS) return null;
    const now = new Date();
    // An age is in days, a time in milliseconds: no age is as great as any time since 1971.
    const began = new Date(value > 1e10 ? value : now.getTime() - value * DAY_MS);
    const years = now.getFullYear() - began.getFullYear();
    const isToday = years > 0 && isSameDay(now, began);
    const since = () => fill(strings.since, { date: day(lang, began.getTime()) });
    return { text: isToday ? counted(strings.yearsToday, lang, years) : since(), isToday };
  }

  #number(source: unknown): number | null {
    const value = figureOf(source, this.port?.facts() ?? null, (name) =>
      this.#refuse('fact-unknown', name, 'name a fact of the definition'),
    );
    return typeof value === 'number' ? value : null;
  }

  #list(name: keyof typeof MAX): Settings[] {
    const value = this.setting(name);
    if (value === undefined || value === null) return [];
    const isObject = (one: unknown): one is Settings => typeof one === 'object' && one !== null;
    if (!Array.isArray(value) || value.length > MAX[name] || !value.every(isObject))
      this.#refuse('setting-invalid', value, `give a list of at most ${MAX[name]} objects as "${name}"`);
    return Array.isArray(value) ? value.filter(isObject).slice(0, MAX[name]) : [];
  }

  #refuse(code: string, value: unknown, remedy: string): void {
    tellMistake(this, code, value, remedy);
  }
}

const day = (lang: string, atMs: number): string => new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }).format(atMs);

/** The day of the year; of 29 February, where there is none, 28 February. */
function isSameDay(now: Date, began: Date): boolean {
  const anniversary = new Date(now.getFullYear(), began.getMonth(), began.getDate());
  if (anniversary.getMonth() !== began.getMonth()) anniversary.setDate(0);
  return anniversary.toDateString() === now.toDateString();
}
