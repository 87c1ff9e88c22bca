/** All in a prompt that is counted: numbers in its texts, a usage meter, figures, a streak. Loaded where there is any of it. */
import type { ComponentChild } from 'preact';
import type { Strings } from '../shared/aha-element.js';
import { counted } from '../shared/counted.js';
import { figureOf, figureText, sourceIn } from '../shared/figure.js';
import type { Facts } from '../shared/port.js';
import { fill } from '../shared/strings.js';
import type { PromptWords } from './locales/en.js';
import { readAchievements } from './prompt.achievements.js';
import { achievementsCss } from './prompt.achievements.style.js';
import { Meter, readMeter, type MeterProps } from './prompt.meter.js';
import { meterCss } from './prompt.meter.style.js';

export const figuresCss = `${meterCss}${achievementsCss}`;

const MAX_FIGURES = 6;
const WARN_AT = 0.8;

type Settings = Readonly<Record<string, unknown>>;

export interface FiguresProps {
  /** A text with the person's figures in it. */
  fill(text: string): string;
  /** Whether it asks the person for something, so that this comes first. */
  readonly asks: boolean;
  /** Told to screen readers, of what the person has just done. */
  readonly status: string;
  /** Null where nothing but texts is counted. @param id for what names the whole, where nothing else does. */
  readonly show: ((id: string | undefined) => ComponentChild) | null;
}

/** What is known of the person, the settings, and the ways to tell of what happens. */
export interface FiguresGiven {
  readonly strings: Strings<PromptWords>;
  readonly lang: string;
  /** The day on which it was checked by hand here. */
  readonly checkedOn: string;
  readonly facts: Facts | null;
  /** Whether a client counts what is done. */
  readonly isCounted: boolean;
  setting(name: string): unknown;
  wording(text: unknown): string;
  object(name: string): Settings;
  list(name: string, most: number): readonly Settings[];
  refuse(code: string, value: unknown, remedy: string): void;
  onCheckIn(day: string): void;
}

export function readFigures(given: FiguresGiven): FiguresProps {
  const { strings, checkedOn, setting, wording, refuse } = given;
  const { lang } = given;
  const figure = (source: unknown): number | string | null =>
    figureOf(source, given.facts, (name) => refuse('fact-unknown', name, 'name a fact of the definition'));
  const number = (source: unknown): number | null => {
    const value = figure(source);
    return typeof value === 'number' ? value : null;
  };
  const meterOf = (settings: Settings): MeterProps | null => {
    const used = number(settings.used ?? sourceIn(settings) ?? setting('used'));
    const limit = number(settings.limit ?? setting('limit'));
    if (used === null || limit === null) return null;
    if (limit <= 0) {
      refuse('limit-invalid', limit, 'give a limit above 0');
      return null;
    }
    const warnAt = typeof settings.warnAt === 'number' ? settings.warnAt : WARN_AT;
    return readMeter(wording(settings.label) || wording(setting('label')), used, limit, warnAt, strings, lang);
  };
  const values = given.object('values');
  const meter = meterOf(given.object('meter'));
  const achievements = readAchievements({
    ...given,
    lang,
    figure,
    figures: given.list('figures', MAX_FIGURES),
    streak: given.object('streak'),
  });
  return {
    fill: (text) => {
      const filled: Record<string, string> = {};
      let first: number | null = null;
      for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) {
        if (!Object.hasOwn(values, name)) continue;
        const value = figure(values[name]);
        if (typeof value === 'number') first ??= value;
        filled[name] = value === null ? '–' : figureText(lang, value);
      }
      return first === null ? fill(text, filled) : counted(text, lang, first, filled);
    },
    asks: achievements?.asks ?? false,
    status: checkedOn && (achievements?.streak?.text ?? ''),
    show:
      meter || achievements
        ? (id) => (
            <>
              {meter && <Meter {...meter} id={id} />}
              {achievements?.show(meter ? undefined : id)}
            </>
          )
        : null,
  };
}
