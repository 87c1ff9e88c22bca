import { createHmac } from 'node:crypto';
import type { Log } from '../operate/log.js';
import { createRepeats } from './repeats.js';

/** What somebody did, or was not allowed to do, with what is stored of people. */
export interface AuditEntry {
  readonly what: 'reading-refused' | 'person-exported' | 'person-erased' | 'browser-erased';
  /** Method and pattern of the route. */
  readonly route: string;
  /** From where; written as a hash. */
  readonly address: string;
  /** Why it was refused. */
  readonly code?: string;
  readonly project?: string;
  /** Whom it is about; written as a hash. */
  readonly person?: string;
  /** How many events went. */
  readonly erased?: number;
}

export type AuditLog = (entry: AuditEntry) => void;

export interface AuditLogOptions {
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Keys the hashes, so that nobody without it can try all addresses. */
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Writes a line for each entry: a refusal as a warning, all else as information. People and addresses stand in it as keyed hashes: who knows an id and the secret finds its
 * lines, and nobody else learns who it was. The same refusal again within ten seconds is counted, so that nobody can fill the log.
 */
export function createAuditLog({ log, secret, now = Date.now }: AuditLogOptions): AuditLog {
  const repeats = createRepeats({ everyMs: 10_000, maxKinds: 1_000, now });
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 16);
  return ({ what, route, address, code, project, person, erased }) => {
    const from = hash(address);
    const again = what === 'reading-refused' ? repeats.countOf(JSON.stringify([route, from, code])) : 0;
    if (again === null) return;
    const whom = person === undefined ? {} : { person: hash(JSON.stringify([project, person])) };
    const fields = { audit: what, code, route, project, ...whom, erased, from, ...(again > 0 && { again }) };
    if (what === 'reading-refused') log.warn(fields, what);
    else log.info(fields, what);
  };
}
