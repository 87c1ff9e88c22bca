import { beforeAll, expect, test } from 'vitest';
import { openTestStore } from '../test-support/open-test-store.js';
import { rejectedReport } from './rejected.js';

const store = await openTestStore();

beforeAll(async () => {
  const row = {
    project_id: 'p',
    code: 'type-unknown',
    message: '…',
    message_id: '',
    anonymous_id: '',
    user_id: '',
    type: 'x',
    event: '',
    raw: '{}',
    raw_bytes: 2,
  };
  await store.writeRejected([
    { ...row, received_at: '2026-11-20 10:00:00.005', message_id: 'older' },
    { ...row, received_at: '2026-11-20 10:00:01.000' },
    { ...row, received_at: '2026-11-20 10:00:02.000', project_id: 'q' },
  ]);
});

test('lists the newest first, of one project, with the time to the millisecond', async () => {
  const { rejected } = await rejectedReport(store, { project: 'p', limit: 10 });
  expect(rejected.map(({ receivedAt, messageId }) => [receivedAt, messageId])).toEqual([
    ['2026-11-20T10:00:01.000Z', null],
    ['2026-11-20T10:00:00.005Z', 'older'],
  ]);
  expect(rejected[0]).toMatchObject({
    code: 'type-unknown',
    message: '…',
    type: 'x',
    event: '',
    raw: '{}',
    rawBytes: 2,
  });
});

test('lists no more than asked for', async () => {
  expect((await rejectedReport(store, { project: 'p', limit: 1 })).rejected).toHaveLength(1);
});
