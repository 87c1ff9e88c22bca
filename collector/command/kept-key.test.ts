import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptKey, type KeyName } from './kept-key.js';
import { tempFolder } from '../test-support/temp-folder.js';

const modeOf = (folder: string) => statSync(join(folder, 'keys.json')).mode & 0o777;
const NAMES: readonly [KeyName, RegExp][] = [
  ['writeKey', /^wk_[\w-]{22}$/],
  ['readKey', /^rk_[\w-]{43}$/],
];

test.each(NAMES)('a %s is made once, readable by its owner only, and the same ever after', (name, shape) => {
  const folder = join(tempFolder(), 'new', 'data');
  const key = keptKey(folder, name);
  expect(key).toMatch(shape);
  expect(keptKey(folder, name)).toBe(key);
  expect(modeOf(folder)).toBe(0o600);
  expect(JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))).toEqual({ [name]: key });
});

test('a read key joins the write key of a folder that had none', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'keys.json'), '{"writeKey":"wk_of_an_older_release"}', { mode: 0o644 });
  const readKey = keptKey(folder, 'readKey');
  expect(keptKey(folder, 'writeKey')).toBe('wk_of_an_older_release');
  expect(keptKey(folder, 'readKey')).toBe(readKey);
  expect(modeOf(folder)).toBe(0o600);
});

test('a file that others may read is closed to them', () => {
  const folder = tempFolder();
  keptKey(folder, 'readKey');
  chmodSync(join(folder, 'keys.json'), 0o644);
  keptKey(folder, 'readKey');
  expect(modeOf(folder)).toBe(0o600);
});

test.each(['', '{', '[]', 'null', '{}', '{"writeKey":5}', '{"writeKey":"wk_12345678","readKey":""}'])(
  'a file that holds %j is refused with the remedy, not overwritten',
  (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'keys.json'), text);
    expect(() => keptKey(folder, 'writeKey')).toThrow(/keys-unreadable.*--write-key/);
    expect(() => keptKey(folder, 'readKey')).toThrow(/keys-unreadable.*--read-key-file/);
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(text);
  },
);
