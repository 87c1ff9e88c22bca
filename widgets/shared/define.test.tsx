// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { define } from './define.js';

test('the first definition of a name serves; a second is silent', () => {
  class First extends HTMLElement {}
  define('x-taken', First);
  define('x-taken', class extends HTMLElement {});
  expect(customElements.get('x-taken')).toBe(First);
});
