/** What the bundles assume of our code and of what comes with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const config = readFileSync(new URL('rollup.config.js', root), 'utf8');
const idb = readFileSync(
  createRequire(import.meta.url)
    .resolve('idb')
    .replace(/\.cjs$/, '.js'),
  'utf8',
);
const sources = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(`src/${name}`, root), 'utf8'));

test('the one function that is taken for pure is idb’s, which adds what we do not use', () => {
  expect(config.match(/pure_funcs: .*/g)).toEqual(["pure_funcs: ['replaceTraps'],"]);
  // Its definition, and two calls as the module is loaded: one for shortcuts, one for iterators.
  expect(idb.match(/\breplaceTraps\(/g)).toHaveLength(3);
  expect(idb).toContain('const advanceMethodProps');
  expect(sources.filter((source) => source.includes('replaceTraps'))).toEqual([]);
});

test('no getter of ours does anything but return, as pure_getters assumes', () => {
  const getters = sources.flatMap((source) => source.match(/^\s+get \w+\(\)[^{]*\{[^}]*\}/gm) ?? []);
  expect(getters.filter((getter) => !/\{\s*return [^;]*;\s*\}$/.test(getter))).toEqual([]);
});
