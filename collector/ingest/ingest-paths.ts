import { BATCH_PATH } from '../../src/wire/batch.js';
import type { EventType } from '../../src/wire/event.js';

/** What a body holds: one event of this type, or a `batch` of events that name their own. */
export type Posted = EventType | 'batch';

/** The letter by which Segment's browser client names each. */
const LETTERS: Readonly<Record<Posted, string>> = {
  batch: 'b',
  track: 't',
  identify: 'i',
  page: 'p',
  screen: 's',
  group: 'g',
  alias: 'a',
};
const POSTED = Object.keys(LETTERS) as readonly Posted[];

/**
 * Every path that events are posted to, and what each holds.
 *
 * Source: Segment's HTTP API (`/v1/…`), its browser and mobile clients (one letter), its Ruby client and older ones (`/v1/import`);
 * RudderStack's beacons (`/beacon/v1/batch`); Jitsu (`/api/s/…`).
 */
export const INGEST_PATHS: ReadonlyMap<string, Posted> = new Map<string, Posted>([
  [BATCH_PATH, 'batch'],
  ...POSTED.flatMap((posted) =>
    [`/v1/${posted}`, `/v1/${LETTERS[posted]}`, `/api/s/${posted}`, `/api/s/s2s/${posted}`].map(
      (path) => [path, posted] as const,
    ),
  ),
  ['/v1/import', 'batch'],
  ['/beacon/v1/batch', 'batch'],
]);
