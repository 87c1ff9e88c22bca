import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { simulateCommand } from './simulate-command.js';
import { makeTempFolder } from '../test-support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const LIFECYCLE = write('lifecycle.json', {
  version: 1,
  facts: { idle: { recency: '*' } },
  milestones: { first_report: { event: 'Report Created' } },
  stages: [
    { id: 'active', enter: {} },
    { id: 'lost', enter: { idle: { $gt: 30 } } },
  ],
  widgets: { nps: { kind: 'nps' } },
  plays: [{ id: 'ask', when: { $milestone: 'first_report' }, after: '2d', show: 'nps' }],
});
const REPORT = { type: 'track', event: 'Report Created', timestamp: '2026-01-01T00:00:00Z', anonymousId: 'a' };

test('what would be shown and told, and when, is one JSON object a line', () => {
  const events = write('events.json', [REPORT]);
  expect(simulateCommand([LIFECYCLE, events, '2026-03-01'])).toEqual({
    stdout: [
      '{"at":"2026-01-01T00:00:00.000Z","milestone":"first_report"}',
      '{"at":"2026-01-01T00:00:00.000Z","stage":{"from":null,"to":"active"}}',
      '{"at":"2026-01-03T00:00:00.000Z","play":"ask","show":"nps","kind":"nps"}',
      '{"at":"2026-01-31T00:00:00.001Z","stage":{"from":"active","to":"lost"}}',
      '',
    ].join('\n'),
    stderr: '',
    exitCode: 0,
  });
});

test('events may stand one a line', () => {
  const lines = write('events.ndjson', `${JSON.stringify(REPORT)}\n${JSON.stringify(REPORT)}\n`);
  expect(simulateCommand([LIFECYCLE, lines]).stdout.split('\n')).toHaveLength(3);
});

test.each([
  [[], 'files-missing: '],
  [[LIFECYCLE, write('none.json', [{ type: 'track' }])], 'events-unreadable: '],
  [[LIFECYCLE, write('text.json', 'hello')], 'events-unreadable: '],
  [[LIFECYCLE, LIFECYCLE, 'soon'], 'date-invalid: '],
  [[join(folder, 'nowhere.json'), LIFECYCLE], 'definition-unreadable: '],
])('%j is refused with %s', (args, code) => {
  const { stdout, stderr, exitCode } = simulateCommand(args);
  expect([stdout, exitCode]).toEqual(['', 2]);
  expect(stderr.startsWith(code)).toBe(true);
});
