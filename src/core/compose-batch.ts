/**
 * The body of a batch.
 */
import { quote } from './json.js';
import { sharesContext, wholeJson, type Line } from './line.js';

/**
 * @param sentAt ISO 8601, by this page's clock.
 * @param shared whether the endpoint merges the batch's context below each event's own. Events that all have the same context then
 *   share it; others keep theirs, because a member that one has not would come from another.
 * @returns JSON.
 */
export function composeBatch(writeKey: string, sentAt: string, lines: readonly Line[], shared: boolean): string {
  const shares = shared && lines.every((line) => sharesContext(line, lines[0]));
  const context = shares && lines[0] ? `,"context":${lines[0].context.json}` : '';
  const events = lines.map(shares ? ({ _head: head }) => head : wholeJson);
  return `{"writeKey":${quote(writeKey)},"sentAt":"${sentAt}"${context},"batch":[${events.join(',')}]}`;
}
