import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../test-support/temp-folder.js';
import { OptionError } from './option-error.js';
import { readKeysFile } from './read-keys-file.js';

function read(text: string) {
  const file = join(tempFolder(), 'keys.json');
  writeFileSync(file, text);
  return readKeysFile(file, 'default');
}

test('a key has a project and rules, or none of them', () => {
  const rule = { origins: ['https://shop.example'], hosts: ['collect.shop.example'], rateLimit: 500 };
  expect(read(JSON.stringify({ a: {}, b: { project: 'shop', ...rule } }))).toEqual({
    projects: new Map([
      ['a', 'default'],
      ['b', 'shop'],
    ]),
    rules: new Map<string, object>([
      ['a', {}],
      ['b', rule],
    ]),
  });
});

test.each([
  ['', 'keys-file-invalid', 'no JSON'],
  ['[]', 'keys-file-invalid', 'no object'],
  ['{}', 'keys-file-invalid', 'no key'],
  ['{"a b":{}}', 'keys-file-invalid', '"a b"'],
  ['{"a":"shop"}', 'keys-file-invalid', '"shop"'],
  ['{"a":{"origin":[]}}', 'keys-file-invalid', '"origin" of "a"'],
  ['{"a":{"__proto__":[]}}', 'keys-file-invalid', '"__proto__" of "a"'],
  ['{"a":{"project":"a b"}}', 'keys-file-invalid', '"a b"'],
  ['{"a":{"origins":[]}}', 'keys-file-invalid', '[]'],
  ['{"a":{"origins":["shop.example"]}}', 'keys-file-invalid', '"shop.example"'],
  ['{"a":{"origins":["https://shop.example/"]}}', 'keys-file-invalid', 'https://shop.example/'],
  ['{"a":{"hosts":["https://x"]}}', 'keys-file-invalid', 'https://x'],
  ['{"a":{"rateLimit":-1}}', 'keys-file-invalid', '-1'],
  ['{"a":{"rateLimit":"fast"}}', 'keys-file-invalid', '"fast"'],
])('%s is refused with code, value and remedy', (text, code, value) => {
  expect(() => read(text)).toThrow(OptionError);
  expect(() => read(text)).toThrow(new RegExp(`^${code}: .*; [^;]+\\.$`));
  expect(() => read(text)).toThrow(value);
});

test('a file that is not there is told', () => {
  expect(() => readKeysFile('/none/keys.json', 'default')).toThrow(/^keys-file-unreadable: \/none.*ENOENT.*; .*\.$/);
});
