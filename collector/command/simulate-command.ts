import { readFileSync } from 'node:fs';
import type { LifecycleEvent } from '../../src/lifecycle/event.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import { simulate } from '../../src/lifecycle/simulate.js';
import { DefinitionFileError, readDefinitionFile } from '../lifecycle/read-definition-file.js';
import type { CommandOutcome } from './check-command.js';

const USAGE = 'files-missing: name two files: ahaloop-collector simulate lifecycle.json events.json [2026-12-31]\n';

/**
 * `ahaloop-collector simulate <file> <events> [until]`: what would be shown and told to one person with these events, and when; one
 * JSON object a line. The events are Segment's, as a JSON list or one a line.
 */
export function simulateCommand(args: readonly string[]): CommandOutcome {
  const [file, eventsFile, until] = args;
  if (file === undefined || eventsFile === undefined || args.length > 3) return failed(USAGE);
  const untilMs = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(untilMs)) {
    return failed(`date-invalid: ${JSON.stringify(until)} is no date; give 2026-12-31 or 2026-12-31T12:00:00Z.\n`);
  }
  try {
    const lifecycle = readDefinitionFile(file);
    const events = readEvents(eventsFile);
    const happenings = simulate(lifecycle, events, untilMs === undefined ? {} : { untilMs });
    const lines = happenings.map(({ atMs, ...what }) => JSON.stringify({ at: new Date(atMs).toISOString(), ...what }));
    return { stdout: lines.map((line) => `${line}\n`).join(''), stderr: '', exitCode: 0 };
  } catch (error) {
    if (!(error instanceof DefinitionFileError)) throw error;
    return { stdout: '', stderr: `${error.message}\n`, exitCode: error.isJson ? 1 : 2 };
  }
}

const failed = (stderr: string): CommandOutcome => ({ stdout: '', stderr, exitCode: 2 });

/** @throws {DefinitionFileError} naming the first event that is none. */
function readEvents(path: string): LifecycleEvent[] {
  const wrong = (why: string): DefinitionFileError =>
    new DefinitionFileError(
      [`events-unreadable: ${path} ${why}; give a JSON list of Segment's events, or one event a line.`],
      false,
    );
  let values: unknown[];
  try {
    const text = readFileSync(path, 'utf8').trim();
    values = (
      text.startsWith('[') ? JSON.parse(text) : text.split('\n').map((line) => JSON.parse(line) as unknown)
    ) as unknown[];
  } catch (error) {
    throw wrong(`cannot be read (${(error as Error).message.replace(/\s+/g, ' ')})`);
  }
  return values.map((value, at) => {
    // Whoever writes a history by hand need not think of ids.
    const event = readEvent(
      typeof value === 'object' && value !== null
        ? { messageId: `event ${`${at}`.padStart(9, '0')}`, ...value }
        : value,
    );
    if (!event) throw wrong(`has no event at number ${at + 1} (it needs a type and a timestamp)`);
    return event;
  });
}
