/**
 * A line: one event on its way, as JSON text in two parts, because many events share one context.
 */
import { utf8Bytes } from './json.js';

/** The `context` of events, as JSON. */
export interface LineContext {
  readonly json: string;
  /** UTF-8 of `json`. */
  readonly bytes: number;
}

export interface Line {
  /** The event's `messageId`. */
  readonly id: string;
  /** The event's JSON without its context, `messageId` first. */
  readonly _head: string;
  /** UTF-8 of `head`. */
  readonly bytes: number;
  readonly context: LineContext;
}

const PREFIX = '{"messageId":"';
const UUID_LENGTH = 36;
/** Between an event's head and its context, which is its last member. */
const SEAM = ',"context":';

/** Opens a head; the caller adds the other fields and the closing brace. */
export function openLine(messageId: string): string {
  return `${PREFIX}${messageId}"`;
}

export function lineContext(json: string): LineContext {
  return { json, bytes: utf8Bytes(json) };
}

const NO_CONTEXT = lineContext('{}');

export function makeLine(head: string, context: LineContext = NO_CONTEXT): Line {
  // A slice of a longer text would keep all of it in memory (V8); one of 37 characters keeps 37.
  const id = ` ${head.slice(PREFIX.length, PREFIX.length + UUID_LENGTH)}`.slice(1);
  return { id, _head: head, bytes: utf8Bytes(head), context };
}

/** The event's whole JSON. */
export function wholeJson({ _head: head, context }: Line): string {
  return `${head.slice(0, -1)}${SEAM}${context.json}}`;
}

/** What a context adds to the weight of its line, in bytes. */
export function contextBytes({ context }: Line): number {
  return context.bytes + SEAM.length;
}

/** Whether two lines say the same of what surrounds them. */
export function sharesContext(one: Line, other: Line | undefined): boolean {
  return one.context.json === other?.context.json;
}

/** Lines as a text to keep: one a row. A row without a context has that of the row above. */
export function writeLines(lines: readonly Line[]): string {
  return lines.map((line, at) => (sharesContext(line, lines[at - 1]) ? line._head : wholeJson(line))).join('\n');
}

/** The lines of a text that `writeLines` made, or an earlier release, which gave each row its context. */
export function readLines(text: string): Line[] {
  let context = NO_CONTEXT;
  return text
    .split('\n')
    .filter(Boolean)
    .map((row) => {
      // A head ends with a text, never with an object. No key of a context is called "context".
      const seam = row.endsWith('}}') ? row.lastIndexOf(SEAM) : -1;
      if (seam < 0) return makeLine(row, context);
      context = lineContext(row.slice(seam + SEAM.length, -1));
      return makeLine(`${row.slice(0, seam)}}`, context);
    });
}
