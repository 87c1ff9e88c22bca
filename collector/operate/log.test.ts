import { expect, test } from 'vitest';
import { createLog, type LogLevel } from './log.js';

function logging(level: LogLevel) {
  const lines: unknown[] = [];
  return { log: createLog({ level, write: (line) => lines.push(JSON.parse(line)) }), lines };
}

test('a line is JSON with its level, its time, its fields and a message, and nothing else', () => {
  const { log, lines } = logging('info');
  log.info({ files: 3 }, 'backup-made');
  expect(lines).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/), files: 3, msg: 'backup-made' },
  ]);
});

test('what is less important than the level is not written', () => {
  const { log, lines } = logging('warn');
  log.info({}, 'a');
  log.warn({}, 'b');
  log.error({}, 'c');
  expect(lines).toMatchObject([{ msg: 'b' }, { msg: 'c' }]);
});
