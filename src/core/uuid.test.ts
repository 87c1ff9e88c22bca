import { expect, test } from 'vitest';
import fc from 'fast-check';
import { createUuidV7 } from './uuid.js';

const fill =
  (byte: number) =>
  (into: Uint8Array): Uint8Array =>
    into.fill(byte);

test('is a UUIDv7 that carries its time', () => {
  const id = createUuidV7(() => 0x0123456789ab, fill(0xff))();
  expect(id).toBe('01234567-89ab-77ff-bfff-ffffffffffff');
});

test('grows with every id, within a millisecond and when the clock steps back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2 }),
      fc.integer({ min: 0, max: 255 }),
      (times, byte) => {
        let at = 0;
        const newId = createUuidV7(() => times[at++]!, fill(byte));
        const ids = times.map(newId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual([...ids].sort());
      },
    ),
  );
});

test('gives 10,000 different ids in one millisecond', () => {
  const newId = createUuidV7(() => 1_700_000_000_000, fill(0xff));
  expect(new Set(Array.from({ length: 10_000 }, newId)).size).toBe(10_000);
});
