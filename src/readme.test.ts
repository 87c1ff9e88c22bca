import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test.each([
  ['README.md', 'test/types/readme.ts'],
  ['docs/lifecycle.md', 'test/types/lifecycle-doc.ts'],
])('the code in %s is the code that the compiler checks', (page, code) => {
  const fences = [...read(page).matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
  expect(fences).toEqual([read(code)]);
});

test('the links in the README and the docs lead somewhere', () => {
  for (const page of [
    'README.md',
    'docs/wire.md',
    'docs/errors.md',
    'docs/lifecycle.md',
    'docs/reliability.md',
    'docs/widgets.md',
    'docs/privacy.md',
  ]) {
    for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(() => read(page.replace(/[^/]+$/, '') + String(target)), `${page} → ${target}`).not.toThrow();
    }
  }
});
