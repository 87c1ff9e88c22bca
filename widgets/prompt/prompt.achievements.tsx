import type { ComponentChild } from 'preact';
import { counted } from '../shared/counted.js';
import { figureText, sourceIn } from '../shared/figure.js';
import type { FiguresGiven } from './prompt.figures.js';

type Settings = Readonly<Record<string, unknown>>;

/** Of what a person has done: what is read of the settings, and how it is shown. */
export interface AchievementsProps {
  readonly streak: StreakProps | null;
  /** Whether it asks the person for something, so that this comes first. */
  readonly asks: boolean;
  /** @param id for what names the whole, where nothing else does. */
  show(id: string | undefined): ComponentChild;
}

interface Given extends Pick<FiguresGiven, 'strings' | 'lang' | 'checkedOn' | 'isCounted' | 'wording' | 'onCheckIn'> {
  readonly figures: readonly Settings[];
  readonly streak: Settings;
  figure(source: unknown): number | string | null;
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly change: string;
  /** `1` for more, `-1` for less. */
  readonly direction: number;
}

interface StreakProps {
  readonly text: string;
  readonly today: string;
  /** Whether today is among the days. */
  readonly isDone: boolean;
  /** How many of so many dots are filled. */
  readonly filled: number;
  readonly goal: number;
  /** To be checked by hand: what the button says. */
  readonly checkIn: string;
  readonly onCheckIn: () => void;
}

/** Null where there is nothing to be shown of them. */
export function readAchievements(given: Given): AchievementsProps | null {
  const figures = given.figures.flatMap((figure) => readFigure(given, figure) ?? []);
  const streak = readStreak(given);
  if (!figures.length && !streak) return null;
  return {
    streak,
    asks: Boolean(streak?.checkIn && !streak.isDone),
    show: (id) => (
      <>
        {figures.length > 0 && <Figures figures={figures} id={streak ? undefined : id} />}
        {streak && <Streak {...streak} id={id} />}
      </>
    ),
  };
}

function readFigure({ strings, lang, figure, wording }: Given, given: Settings): FigureProps | null {
  const value = figure(given.value ?? sourceIn(given));
  if (value === null) return null;
  const before = figure(given.compare);
  const by = typeof value === 'number' && typeof before === 'number' ? value - before : null;
  const word = by === null ? '' : by > 0 ? strings.more : by < 0 ? strings.fewer : strings.same;
  const change = counted(word, lang, Math.abs(by ?? 0));
  return { label: wording(given.label), value: figureText(lang, value), change, direction: Math.sign(by ?? 0) };
}

function readStreak({ streak, strings, lang, checkedOn, isCounted, figure, onCheckIn }: Given): StreakProps | null {
  const count = (source: unknown): number | null => {
    const value = figure(source);
    return typeof value === 'number' ? Math.max(0, Math.floor(value)) : null;
  };
  const known = count(streak.days ?? sourceIn(streak));
  if (known === null) return null;
  const now = new Date().toDateString();
  const counts = streak.today === true || (count(streak.today) ?? 0) > 0;
  const isDone = counts || checkedOn === now;
  // Without a client nobody counts on; with one, only what the facts say is said.
  const days = known + (isDone && !counts && !isCounted ? 1 : 0);
  const goal = Math.min(31, Math.max(1, count(streak.goal) ?? 7));
  return {
    text: days ? counted(strings.inARow, lang, days) : strings.noStreak,
    today: isDone ? strings.todayDone : strings.todayOpen,
    isDone,
    filled: days && ((days - 1) % goal) + 1,
    goal,
    checkIn: streak.byHand === true ? (isDone ? strings.checkedIn : strings.checkIn) : '',
    onCheckIn: () => onCheckIn(now),
  };
}

function Figures({ figures, id }: { readonly figures: readonly FigureProps[]; readonly id: string | undefined }) {
  return (
    <dl class="figures" part="figures" id={id}>
      {figures.map(({ label, value, change, direction }) => (
        <div class="figure" part="figure">
          <dt>{label}</dt>
          <dd>{value}</dd>
          {change && (
            <dd class="change">
              <span aria-hidden="true">{['↓ ', '', '↑ '][direction + 1]}</span>
              {change}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Streak(props: StreakProps & { readonly id: string | undefined }) {
  const { text, today, isDone, filled, goal, checkIn, onCheckIn, id } = props;
  return (
    <div class="streak" part="streak">
      <p class="days" part="days" id={id}>
        {text}
      </p>
      <div class="dots" aria-hidden="true">
        {Array.from({ length: goal }, (_, at) => (
          <span class={at < filled ? 'dot on' : 'dot'}>{at < filled && '✓'}</span>
        ))}
      </div>
      <p class="hint" part="today">
        {today}
      </p>
      {checkIn && (
        <div class="actions">
          <button
            type="button"
            class={isDone ? 'checked' : 'primary'}
            part="check-in"
            aria-disabled={isDone}
            onClick={(event) => event.detail > 1 || isDone || onCheckIn()}
          >
            {checkIn}
          </button>
        </div>
      )}
    </div>
  );
}
