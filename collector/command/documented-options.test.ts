/** docs/operate.md, the help, the Dockerfile and compose.yaml name the options that there are, and no others. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPTIONS, readOptions, USAGE } from './options.js';

const textOf = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const DOCS = textOf('docs/operate.md');
const [, table = ''] = /\n## Options\n(.*?)\n## /s.exec(DOCS) ?? [];

/** Every variable that is asked for while the options are read. */
const asked = new Set<string>();
readOptions([], new Proxy({}, { get: (_, name) => void asked.add(String(name)) }), '/sdk');
const variables = [...asked].sort();
const named = (text: string, pattern: RegExp) => [...new Set(text.match(pattern))].sort();

test('docs/operate.md has every option', () => {
  expect(named(table, /--[a-z][\w-]*/g)).toEqual(
    Object.keys(OPTIONS)
      .map((name) => `--${name}`)
      .sort(),
  );
});

test('docs/operate.md has every variable of the environment', () => {
  expect(named(table, /\bAHALOOP_[A-Z_]+/g)).toEqual(variables);
});

test('--help has every variable, and every option but those that are taken with a warning', () => {
  expect(named(USAGE, /\bAHALOOP_[A-Z_]+/g)).toEqual(variables);
  const hidden = ['read-key', 'identity-secret'];
  expect(named(USAGE, /(?<=^ {2}.*)--[a-z][\w-]*/gm)).toEqual(
    Object.keys(OPTIONS)
      .filter((name) => !hidden.includes(name))
      .map((name) => `--${name}`)
      .sort(),
  );
});

test.each(['Dockerfile', 'compose.yaml'])('%s sets only variables that are read', (name) => {
  // Compose's own, which it puts into the proxy's command.
  const set = named(textOf(name), /\bAHALOOP_[A-Z_]+/g).filter((one) => one !== 'AHALOOP_DOMAIN');
  expect(variables).toEqual(expect.arrayContaining(set));
});

test('every link inside docs/operate.md leads to a heading', () => {
  const headings = [...DOCS.matchAll(/^## (.+)$/gm)].map(
    ([, title]) => `(#${title!.toLowerCase().replaceAll(' ', '-')})`,
  );
  expect(headings).toEqual(expect.arrayContaining(named(DOCS, /\(#[\w-]+\)/g)));
});
