/**
 * An answer to a survey, and the event it becomes.
 */
import { npsGroup } from '../wire/nps-group.js';
import { hasOwn } from '../wire/has-own.js';

export type SurveyKind = 'nps' | 'csat' | 'ces' | 'survey';

export interface Answer {
  /** The survey's id, the product's own. */
  readonly survey: string;
  readonly kind: SurveyKind;
  /** A whole number: NPS 0–10; CSAT 1–5 and CES 1–7 unless `scale` says otherwise. Of a `survey` any number. */
  readonly score?: number;
  /** The ends of the scale, where they are not those; NPS has no other. */
  readonly scale?: readonly [from: number, to: number];
  /** The group that the score falls into, such as `positive`; NPS's follows from its score. */
  readonly group?: string;
  /** The person's own words. */
  readonly comment?: string;
  /** The same for all events of one response, so that a later one updates the earlier. Made where it is left out. */
  readonly responseId?: string;
  /** Whether more may follow. Default false. */
  readonly partial?: boolean;
  /** More to keep with it, in snake_case: `question_id`, `answers`, `permission_to_quote`, `may_contact`, `email` … */
  readonly properties?: object;
}

/** The ends of each kind's scale. */
const SCALES: Readonly<Record<SurveyKind, readonly [from: number, to: number]>> = {
  nps: [0, 10],
  csat: [1, 5],
  ces: [1, 7],
  survey: [-1e9, 1e9],
};

/** The event of an answer; null for one that is none: no survey, an unknown kind, a score that is not on its scale. */
export function answerEvent(
  answer: Answer,
  newId: () => string,
): { readonly event: 'Survey Answered' | 'Survey Submitted'; readonly properties: Record<string, unknown> } | null {
  const { survey, kind, score, comment, responseId, partial, group, properties, scale } = answer;
  if (typeof survey !== 'string' || survey === '' || !hasOwn(SCALES, kind)) return null;
  const isNps = kind === 'nps';
  const [from, to] = (isNps ? undefined : scale) ?? SCALES[kind];
  if (score !== undefined && !(score >= from && score <= to && (kind === 'survey' || Number.isInteger(score))))
    return null;
  return {
    event: partial ? 'Survey Answered' : 'Survey Submitted',
    properties: {
      ...properties,
      survey_id: survey,
      survey_kind: kind,
      response_id: responseId ?? newId(),
      partial: partial ?? false,
      score,
      group: isNps ? (score === undefined ? score : npsGroup(score)) : group,
      comment: comment === '' ? undefined : comment,
    },
  };
}
