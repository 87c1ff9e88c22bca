import type { Campaign } from '../wire/event.js';
import type { Attribution } from './attribution.js';
import { toJson } from './json.js';

/** What surrounds an event; null and `undefined` are left out. */
export interface ContextParts {
  readonly page: object | null;
  readonly campaign: Campaign | null;
  readonly attribution: Attribution | null;
  readonly locale?: string;
  readonly timezone?: string;
  readonly userAgent?: string;
  readonly screen?: object;
  readonly library: { readonly name: string; readonly version: string };
  readonly sessionId: string;
  readonly groupId: string | null;
}

/** `context` as JSON: at most some 12 KB, however long an address or a title is. */
export function composeContext(parts: ContextParts): string {
  const present = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
  return toJson(present, { depth: 6, entries: 64, text: 1024 }).json;
}
