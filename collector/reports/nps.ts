import type { Store } from '../store/open-store.js';
import { firstUserSql } from '../store/whose-event-sql.js';
import { REPORT_SETTINGS, type TimeRange } from './report-params.js';

export interface NpsQuestion extends TimeRange {
  readonly project: string;
  /** One survey, or null for all of kind `nps`. */
  readonly survey: string | null;
  /** The kinds of the surveys that the project's definition has, by their names. */
  readonly kinds?: ReadonlyMap<string, string>;
  /** Whether robots count like people. */
  readonly withRobots: boolean;
}

export interface NpsReport {
  readonly report: 'nps';
  readonly project: string;
  readonly survey: string | null;
  /** ISO 8601; null is open. */
  readonly from: string | null;
  readonly to: string | null;
  /** Points, −100…100, not rounded; null for no responses: nobody asked is not a score of 0. */
  readonly score: number | null;
  readonly responses: number;
  readonly groups: { readonly promoter: number; readonly passive: number; readonly detractor: number };
  /** Responses whose score is not a whole number 0–10; they are not among `responses`. */
  readonly invalid: number;
  /** Responses that are left out because nothing says of what kind their survey is; 0 for a named survey. */
  readonly unknownKind: number;
}

/**
 * Net Promoter Score of the answers to NPS surveys.
 *
 * Events of one person with the same survey and `response_id` are one response. Its score is that of the latest event with a valid one,
 * its time that of the first: a changed answer changes a group, and moves to no other range. A survey's kind is that of its events, else
 * of the definition.
 *
 * Source: F. Reichheld, "The One Number You Need to Grow", HBR, Dec 2003 (promoters 9–10, detractors 0–6).
 */
export async function npsReport(
  store: Pick<Store, 'query'>,
  { project, survey, kinds = new Map(), withRobots, from, to }: NpsQuestion,
): Promise<NpsReport> {
  const [row] = await store.query<{
    score: number | null;
    responses: number;
    promoter: number;
    passive: number;
    detractor: number;
    invalid: number;
    unknown: number;
  }>(
    `WITH answers AS (
      SELECT user_id, anonymous_id, survey_id, survey_kind, response_id, message_id, ts_adj, events.score AS points,
        ifNull(points >= 0 AND points <= 10 AND points = floor(points), 0) AS is_valid
      FROM events FINAL
      WHERE project_id = {project:String} AND type = 'track' AND event IN ('Survey Submitted', 'Survey Answered')
        AND ({survey:String} = '' OR survey_id = {survey:String})
        AND (NOT robot OR {robots:UInt8} = 1) AND (isNotNull(events.score) OR JSONType(properties, 'score') != 'Null')
    ),
    kinds AS (
      SELECT survey_id AS known_survey, argMin(toString(survey_kind), (ts_adj, message_id)) AS of_events FROM answers
      WHERE survey_kind != '' GROUP BY survey_id
    ),
    signed AS (${firstUserSql("anonymous_id IN (SELECT anonymous_id FROM answers WHERE user_id = '')")}),
    responses AS (
      SELECT
        max(is_valid) AS valid,
        if(valid, minIf(ts_adj, is_valid), min(ts_adj)) AS answered_at,
        ifNull(argMaxIf(points, (ts_adj, message_id), is_valid), 0) AS points,
        multiIf(answers.survey_kind != '', toString(answers.survey_kind), of_events != '', of_events,
          transform(toString(survey_id), {surveys:Array(String)}, {kinds:Array(String)}, '')) AS kind
      FROM answers LEFT ANY JOIN kinds ON answers.survey_id = known_survey
      LEFT ANY JOIN signed ON answers.anonymous_id = signed.anonymous_id AND answers.user_id = ''
      GROUP BY survey_id, kind, multiIf(user_id != '', user_id, first_user != '', first_user, answers.anonymous_id),
        if(response_id = '', tuple('', message_id), tuple(response_id, ''))
    )
    SELECT
      toUInt32(countIf(counts AND valid)) AS responses,
      toUInt32(countIf(counts AND valid AND points >= 9)) AS promoter,
      toUInt32(countIf(counts AND valid AND points BETWEEN 7 AND 8)) AS passive,
      toUInt32(countIf(counts AND valid AND points <= 6)) AS detractor,
      toUInt32(countIf(counts AND NOT valid)) AS invalid,
      toUInt32(countIf(NOT counts AND kind = '')) AS unknown,
      if(responses = 0, NULL, 100 * (toInt64(promoter) - toInt64(detractor)) / responses) AS score
    FROM (SELECT *, kind = 'nps' OR (kind = '' AND {survey:String} != '') AS counts FROM responses)
    WHERE answered_at >= {from:DateTime64(3, 'UTC')} AND answered_at < {to:DateTime64(3, 'UTC')}
    ${REPORT_SETTINGS}`,
    {
      project,
      survey: survey ?? '',
      surveys: [...kinds.keys()],
      kinds: [...kinds.values()],
      robots: withRobots ? 1 : 0,
      from: from ?? EARLIEST,
      to: to ?? LATEST,
    },
  );
  const { score = null, responses = 0, promoter = 0, passive = 0, detractor = 0, invalid = 0, unknown = 0 } = row ?? {};
  return {
    report: 'nps',
    project,
    survey,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    score,
    responses,
    groups: { promoter, passive, detractor },
    invalid,
    unknownKind: unknown,
  };
}

const EARLIEST = new Date(Date.UTC(1970, 0, 1));
const LATEST = new Date(Date.UTC(2200, 0, 1));
