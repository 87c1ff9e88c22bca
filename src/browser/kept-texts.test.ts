import { afterEach, expect, test, vi } from 'vitest';
import { createKeptTexts } from './kept-texts.js';

function storage(works = true) {
  const texts = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (!works) throw new Error('QuotaExceededError');
      texts.set(key, text);
    },
    removeItem: (key: string) => texts.delete(key),
  });
  return texts;
}
afterEach(() => void vi.unstubAllGlobals());

test('a text is kept for its person and nobody else', () => {
  storage();
  let who: (string | null)[] = ['u1', 'a1'];
  const kept = createKeptTexts(
    'p:',
    () => who,
    () => false,
  );
  kept.write('draft', 'so far');
  who = ['u2', 'a2'];
  expect(kept.read('draft')).toBe(null);
  who = ['u1', 'a3'];
  expect(kept.read('draft')).toBe('so far');
});

test('what was kept of somebody unknown is theirs when they are known', () => {
  const texts = storage();
  let who: (string | null)[] = [null, 'a1'];
  const kept = createKeptTexts(
    'p:',
    () => who,
    () => false,
  );
  kept.write('draft', 'so far');
  who = ['u1', 'a1'];
  expect(kept.read('draft')).toBe('so far');
  kept.write('draft', 'more');
  expect([...texts]).toEqual([['p:u1:draft', 'more']]);
});

test('a text that is taken away is gone, for the unknown person too', () => {
  const texts = storage();
  let who: (string | null)[] = [null, 'a1'];
  const kept = createKeptTexts(
    'p:',
    () => who,
    () => false,
  );
  kept.write('draft', 'so far');
  who = ['u1', 'a1'];
  kept.write('draft', null);
  expect(kept.read('draft')).toBe(null);
  expect(texts.size).toBe(0);
});

test('while nothing may be stored it is in memory, and gone when it is cleared', () => {
  const texts = storage();
  const kept = createKeptTexts(
    'p:',
    () => [null, 'a1'],
    () => true,
  );
  kept.write('draft', 'so far');
  expect(kept.read('draft')).toBe('so far');
  expect(texts.size).toBe(0);
  kept.clear();
  expect(kept.read('draft')).toBe(null);
});

test('where nothing can be stored it is in memory', () => {
  storage(false);
  const kept = createKeptTexts(
    'p:',
    () => [null, 'a1'],
    () => false,
  );
  kept.write('draft', 'so far');
  expect(kept.read('draft')).toBe('so far');
});
