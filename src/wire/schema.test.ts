import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventSchema } from './schema.js';

test('docs/event.schema.json is the schema that the collector compiles', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../docs/event.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...eventSchema });
});
