import { responseId } from '../shared/response-id.js';
import type { Answers } from './question.js';

/** One person's answers to one survey at one time, as they are kept in this browser. */
export interface Response {
  /** The same in every event of it. */
  readonly id: string;
  /** The questions that they came by, in order; the last is the one before them. Empty at the first. */
  path: readonly string[];
  /** Also of questions that they have gone back from. */
  answers: Answers;
  /** It was on the screen. */
  seen?: boolean;
  /** When it was answered to its end; epoch milliseconds. */
  doneMs?: number;
  /** When it was put off; epoch milliseconds. */
  laterMs?: number;
}

export const newResponse = (): Response => ({ id: responseId(), path: [], answers: {} });

/** Responses that were begun in this page and are not answered yet, by whose and to what they are. */
export const underWay = new Map<string, Response>();

/**
 * The response that is under way in this page: however often its survey is taken out, put back or made anew, it is one until it is
 * answered, so that what was on the screen is told once.
 *
 * @param key of person and survey.
 * @param own begins where none is under way.
 */
export function responseUnderWay(key: string, own?: Response): Response {
  const there = underWay.get(key);
  return there && there.doneMs === undefined ? there : setUnderWay(key, own ?? newResponse());
}

/** Puts another response in its place. */
export function setUnderWay(key: string, response: Response): Response {
  underWay.set(key, response);
  return response;
}
