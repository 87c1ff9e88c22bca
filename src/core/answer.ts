/**
 * An answer to a survey, and the event it becomes.
 */
import { npsGroup } from '../wire/nps-group.js';

export type SurveyKind = 'nps' | 'csat' | 'ces' | 'survey';

export interface Answer {
  /** The survey's id, the product's own. */
  readonly survey: string;
  readonly kind: SurveyKind;
  /** NPS: an integer 0–10. */
  readonly score?: number;
  /** The person's own words. */
  readonly comment?: string;
  /** The same for all events of one response, so that a later one updates the earlier. Made where it is left out. */
  readonly responseId?: string;
  /** Whether more may follow. Default false. */
  readonly partial?: boolean;
}

/** The event of an answer; null for one that is none: no survey, an unknown kind, an NPS score outside 0–10. */
export function answerEvent(
  answer: Answer,
  newId: () => string,
): { readonly event: 'Survey Answered' | 'Survey Submitted'; readonly properties: Record<string, unknown> } | null {
  const { survey, kind, score, comment, responseId, partial } = answer;
  if (typeof survey !== 'string' || survey === '') return null;
  if (!['nps', 'csat', 'ces', 'survey'].includes(kind)) return null;
  if (score !== undefined && !isScore(score, kind)) return null;
  return {
    event: partial ? 'Survey Answered' : 'Survey Submitted',
    properties: {
      survey_id: survey,
      survey_kind: kind,
      response_id: responseId ?? newId(),
      partial: partial ?? false,
      score,
      group: kind === 'nps' && score !== undefined ? npsGroup(score) : undefined,
      comment: comment === '' ? undefined : comment,
    },
  };
}

function isScore(score: number, kind: SurveyKind): boolean {
  return kind === 'nps' ? Number.isInteger(score) && score >= 0 && score <= 10 : Number.isFinite(score);
}
