import { expect, test } from 'vitest';
import { createTurns } from './turns.js';

/** Whether a promise is settled by the time all that is ready has run. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let is = false;
  const settle = () => (is = true);
  promise.then(settle, settle);
  await new Promise(setImmediate);
  return is;
}

test('gives a turn at once while there is one', async () => {
  const turns = createTurns(2);
  await turns.take();
  await turns.take();
  expect(await settled(turns.take())).toBe(false);
});

test('passes a turn on to who has waited longest', async () => {
  const turns = createTurns(1);
  const end = await turns.take();
  const second = turns.take();
  const third = turns.take();
  end();
  expect(await settled(second)).toBe(true);
  expect(await settled(third)).toBe(false);
});

test('ending a turn twice gives no second one away', async () => {
  const turns = createTurns(1);
  const end = await turns.take();
  const second = turns.take();
  const third = turns.take();
  end();
  end();
  expect([await settled(second), await settled(third)]).toEqual([true, false]);
});

test('who leaves the line does not hold it up', async () => {
  const turns = createTurns(1);
  const end = await turns.take();
  const stop = new AbortController();
  const leaving = turns.take(stop.signal);
  const staying = turns.take();
  stop.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  end();
  expect(await settled(staying)).toBe(true);
});

test('an aborted signal takes no turn', async () => {
  const turns = createTurns(1);
  await expect(turns.take(AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  expect(await settled(turns.take())).toBe(true);
});
