import { cutLines, isPrecious, lineId, linesBytes } from './line.js';
import type { StoredRecord } from './ports.js';

/** Makes records of lines, in order, each no larger than a batch; what is precious has records of its own. */
export function makeRecords(lines: readonly string[]): StoredRecord[] {
  return ([0, 1] as const).flatMap((priority) =>
    cutLines(lines.filter((line) => isPrecious(line) === !priority)).map((run) => ({
      key: [priority, lineId(run[0]!), run.length, linesBytes(run)] as const,
      lines: run,
    })),
  );
}
