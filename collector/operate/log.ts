import { pino } from 'pino';

export const LOG_LEVELS = ['error', 'warn', 'info', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Where a running collector says what it does. `fields` must not hold anything of a sender: no address, id, body or query, and no secret.
 */
export interface Log {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

export interface LogOptions {
  /** Less important lines are not written. */
  readonly level: LogLevel;
  /** Takes a line of JSON with its end. */
  readonly write: (line: string) => void;
}

/** Writes lines of JSON: `level`, `time` (ISO 8601, UTC), the fields, `msg`. */
export function createLog({ level, write }: LogOptions): Log {
  return pino(
    {
      level,
      // No process id, no host name: whoever collects the lines knows where they are from.
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}
