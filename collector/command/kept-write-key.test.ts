import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptWriteKey } from './kept-write-key.js';
import { tempFolder } from '../test-support/temp-folder.js';

test('is made once, readable by its owner only, and the same ever after', () => {
  const folder = join(tempFolder(), 'new', 'data');
  const key = keptWriteKey(folder);
  expect(key).toMatch(/^wk_[\w-]{22}$/);
  expect(keptWriteKey(folder)).toBe(key);
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))).toEqual({ writeKey: key });
});

test.each(['', '{', '[]', 'null', '{"writeKey":5}'])(
  'a file that holds %j is refused with the remedy, not overwritten',
  (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'keys.json'), text);
    expect(() => keptWriteKey(folder)).toThrow(/keys-unreadable.*--write-key/);
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(text);
  },
);
