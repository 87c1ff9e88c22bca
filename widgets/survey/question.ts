import { npsGroup, type NpsGroup } from '../../src/wire/nps-group.js';

/** What a person says to one question: a number, an option's id or several, their own words, a yes or no. */
export type AnswerValue = number | string | boolean | readonly string[];
/** By the question's id; what stands beside "other" under `<id>_other`. */
export type Answers = Readonly<Record<string, AnswerValue>>;

/** How a scale is drawn. */
export type Look = 'numbers' | 'stars' | 'emoji';

/** Where to go on when a condition on the answers holds; without one, always. */
export interface Branch {
  readonly if?: unknown;
  /** A question that comes later, or `end`. */
  readonly to: string;
}

/** The end of a survey, as a place to go to. */
export const END = 'end';

/** The operators that a condition on answers may use. */
export const OPERATORS = ['$eq', '$ne', '$in', '$nin', '$gt', '$gte', '$lt', '$lte', '$exists'] as const;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A question as it is asked: its texts in the language that is spoken. */
export interface Question {
  readonly id: string;
  readonly kind: 'scale' | 'choice' | 'choices' | 'text' | 'email' | 'consent';
  readonly title: string;
  readonly hint?: string;
  readonly required?: boolean;
  /** Of a scale: its ends, in words where there are some, and the words of each point where all have some. */
  readonly from?: number;
  readonly to?: number;
  readonly low?: string;
  readonly high?: string;
  readonly labels?: readonly string[];
  readonly look?: Look;
  /** Of a choice; `other` is the label of the one with a text of its own. */
  readonly options?: readonly { readonly id: string; readonly label: string }[];
  readonly other?: string;
  /** A box to tick: a consent's own, or one that stands below a text and is answered under its own id. */
  readonly tick?: { readonly id: string; readonly label: string };
  readonly next?: readonly Branch[];
}

/** The group of a score: NPS's on a scale of 0–10, on any other above, at and below its middle. */
export type ScoreGroup = NpsGroup | 'positive' | 'neutral' | 'negative';

export function scoreGroup(score: number, from: number, to: number): ScoreGroup {
  if (from === 0 && to === 10) return npsGroup(score);
  const above = 2 * score - from - to;
  return above > 0 ? 'positive' : above < 0 ? 'negative' : 'neutral';
}
