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
