import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('the code in the README is the code that the compiler checks', () => {
  const fences = [...read('README.md').matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
  expect(fences).toEqual([read('test/types/readme.ts')]);
});

test('the links in the README and the docs lead somewhere', () => {
  for (const page of [
    'README.md',
    'docs/wire.md',
    'docs/errors.md',
    'docs/reliability.md',
    'docs/widgets.md',
    'docs/privacy.md',
  ]) {
    for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(() => read(page.replace(/[^/]+$/, '') + String(target)), `${page} → ${target}`).not.toThrow();
    }
  }
});
