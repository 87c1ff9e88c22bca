import { expect, test } from 'vitest';
import { eventId, eventLines, lineWith } from '../../test/helpers/event-line.js';
import { makeRecords } from './records.js';

test.each([
  ['"type":"track","event":"Survey Submitted"', 0],
  ['"type":"track","event":"Order Completed"', 0],
  ['"type":"track","event":"Events Dropped"', 0],
  ['"type":"identify"', 0],
  ['"type":"group"', 0],
  ['"type":"alias"', 0],
  ['"type":"page"', 1],
  ['"type":"track","event":"Report Created"', 1],
  ['"type":"track","event":"Report","properties":{"event":"Order Completed"}', 1],
])('an event with %s has priority %i', (rest, priority) => {
  expect(makeRecords([lineWith(1, rest)])[0]!.key[0]).toBe(priority);
});

test('the same lines make the same keys, which say what is in them', () => {
  const lines = [...eventLines(1, 300), lineWith(301, '"type":"identify"')];
  const records = makeRecords(lines);
  expect(records.map(({ key }) => key.slice(0, 3))).toEqual([
    [0, eventId(301), 1],
    [1, eventId(1), 250],
    [1, eventId(251), 50],
  ]);
  expect(makeRecords(lines)).toEqual(records);
});
