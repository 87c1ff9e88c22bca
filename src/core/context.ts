import type { Campaign } from '../wire/event.js';
import type { Attribution } from './attribution.js';
import { toJson } from './json.js';
import type { Redaction } from './redact.js';

/** What surrounds an event; null and `undefined` are left out. */
export interface ContextParts {
  readonly page: object | null;
  readonly campaign: Campaign | null;
  readonly attribution: Attribution | null;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly screen?: object | undefined;
  readonly robot?: true | undefined;
  readonly library: { readonly name: string; readonly version: string };
  readonly sessionId: string;
  readonly groupId: string | null;
}

/** `context` as JSON: at most some 12 KB, however long an address or a title is. */
export function composeContext(parts: ContextParts, { _cleans: cleans }: Redaction): string {
  const present = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
  // The account's id is the product's own and stays as it is, as the person's does.
  const clean = (text: string, name: string): string => (name === 'groupId' ? text : cleans(text, name));
  return toJson(present, { _depth: 6, entries: 64, text: 1024, _cleans: clean }).json;
}
