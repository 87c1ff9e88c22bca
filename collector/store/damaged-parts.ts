import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ask } from './find-person.js';

/** Rows of a table that were set aside, for their file is damaged: they are in no figure. */
export interface DamagedPart {
  readonly table: string;
  readonly part: string;
  /** Null: what says so is damaged too. */
  readonly rows: number | null;
  readonly bytes: number;
  /** Where its files are, for who wants to save what is left. */
  readonly folder: string;
}

/** The engine sets aside by itself what it finds damaged at start; the rest is found when it is read. */
export async function damagedParts(ask: Ask): Promise<DamagedPart[]> {
  const parts = await ask<Omit<DamagedPart, 'rows'>>(
    `SELECT table, name AS part, toFloat64(bytes_on_disk) AS bytes, path AS folder FROM system.detached_parts
    WHERE database = currentDatabase() ORDER BY table, part`,
  );
  return parts.map((part) => ({ ...part, rows: rowsIn(part.folder) }));
}

function rowsIn(folder: string): number | null {
  try {
    const rows = Number.parseInt(readFileSync(join(folder, 'count.txt'), 'utf8'), 10);
    return Number.isNaN(rows) ? null : rows;
  } catch {
    return null;
  }
}

/** The part that a query could not read for damage; null where it failed for something else. */
export function partOf(error: unknown): { readonly table: string; readonly part: string } | null {
  const [, part, table] = /while reading from part \S*\/([\w-]+)\/ in table \w+\.(\w+)/.exec(String(error)) ?? [];
  if (part === undefined || table === undefined || !DAMAGE.has((error as { code?: string }).code ?? '')) return null;
  return { table, part };
}

/** ClickHouse: CANNOT_READ_ALL_DATA, CHECKSUM_DOESNT_MATCH, UNKNOWN_COMPRESSION_METHOD, CANNOT_DECOMPRESS, CORRUPTED_DATA. */
const DAMAGE = new Set(['33', '40', '89', '271', '246']);
