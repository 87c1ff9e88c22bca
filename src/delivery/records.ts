import type { Line } from '../core/line.js';
import { cutLines, isPrecious, linesBytes } from './line.js';
import type { StoredRecord } from './ports.js';

/** Makes records of lines, in order, each no larger than a batch; what is precious has records of its own. */
export function makeRecords(lines: readonly Line[]): StoredRecord[] {
  return ([0, 1] as const).flatMap((priority) =>
    cutLines(lines.filter((line) => isPrecious(line) === !priority)).map((run) => ({
      key: [priority, run[0]!.id, run.length, linesBytes(run)] as const,
      _lines: run,
    })),
  );
}
