import { ClickHouseError } from '@clickhouse/client';

/** ClickHouse: NOT_ENOUGH_SPACE, before it begins to write. */
const NOT_ENOUGH_SPACE = '243';

/** Whether the store refused because its disk has no room, seen before it wrote or while it did. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof ClickHouseError && error.code === NOT_ENOUGH_SPACE) return true;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === 'ENOSPC' || (typeof message === 'string' && message.includes('No space left on device'));
}
