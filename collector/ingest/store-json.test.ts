import { expect, test } from 'vitest';
import { storeJson } from './store-json.js';

test.each([
  [{ a: 1e20, b: -1e20, c: [123456789012345680000] }, '{"a":1e+20,"b":-1e+20,"c":[1.2345678901234568e+20]}'],
  [{ 'id:12345678901234567890': '12345678901234567890,"' }, '{"id:12345678901234567890":"12345678901234567890,\\""}'],
  [{ a: '\\', b: 2 ** 64 }, '{"a":"\\\\","b":1.8446744073709552e+19}'],
  [{ a: 5, b: 0.0000012345678901234567 }, '{"a":5,"b":0.0000012345678901234567}'],
])('%j is stored as %s', (value, json) => {
  expect(storeJson(value)).toBe(json);
  expect(JSON.parse(json)).toEqual(value);
});
