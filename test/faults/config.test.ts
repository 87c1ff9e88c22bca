/**
 * Faults 66 and 47: a tag that is wrong, and one that stands twice. (A collector that is not secure in a page that is cannot be had on
 * loopback: browsers count it as secure.)
 */
import { expect } from 'vitest';
import type { Client } from '../../src/client.js';
import { fault } from './fault.js';
import { heard, LISTEN, SILENCE } from './page-ears.js';
import { waitUntil } from './wait-until.js';

const page = (attributes: string): string =>
  `${LISTEN}<script async src="{files}/ahaloop.js" data-page="off" ${attributes}></script>`;

for (const { name, attributes } of [
  { name: 'without a write key', attributes: 'data-endpoint="{collector}"' },
  { name: 'with an empty write key', attributes: 'data-write-key="" data-endpoint="{collector}"' },
  {
    name: 'with a write key that would break out of its text',
    attributes: `data-write-key='","batch":[]' data-endpoint="{collector}"`,
  },
  {
    name: 'with an address that runs code',
    attributes: `data-write-key="wk_shop" data-endpoint="javascript:window.attacked=1"`,
  },
  {
    name: 'with an address that is a page',
    attributes: `data-write-key="wk_shop" data-endpoint="data:text/plain,hello"`,
  },
  { name: 'with a file for an address', attributes: `data-write-key="wk_shop" data-endpoint="file:///etc"` },
  { name: 'with words for an address', attributes: `data-write-key="wk_shop" data-endpoint="our collector"` },
  { name: 'with an address without a host', attributes: `data-write-key="wk_shop" data-endpoint="https://"` },
  {
    name: 'with an address that has a space in it',
    attributes: `data-write-key="wk_shop" data-endpoint="https://collect example.com"`,
  },
  {
    name: 'with a port that there is not',
    attributes: `data-write-key="wk_shop" data-endpoint="https://collect.example.com:99999999"`,
  },
]) {
  fault(
    66,
    `a tag ${name} is told of once, and does nothing: no client, no request, no error`,
    { pages: { '/wrong': page(attributes) } },
    async ({ visit, collector }) => {
      const wrong = await visit('/wrong');
      await waitUntil('it is told', async () => (await heard(wrong)).said.length > 0, 8_000);
      const { errors, rejections, said } = await heard(wrong);
      expect({ errors, rejections, said: said.length }).toEqual({ errors: [], rejections: [], said: 1 });
      expect(said[0]).toMatch(/^error ahaloop: /);
      expect(await wrong.evaluate(() => window.ahaloop === undefined)).toBe(true);
      expect(collector.requests).toHaveLength(0);
      expect(await wrong.evaluate(() => 'attacked' in window)).toBe(false);
    },
  );
}

fault(
  66,
  'attributes that nobody knows change nothing and cost nothing',
  { head: LISTEN, tag: `async data-flush-at="-1" data-debugger data-endpoint-2="x" onload="window.loaded = true"` },
  async ({ open, track, delivered }) => {
    const own = await open();
    await track(own, 40);
    await delivered();
    expect(await heard(own)).toEqual(SILENCE);
  },
);

fault(
  66,
  'a tag that stands twice is one client, counts a page view once, and says nothing',
  {
    pages: {
      '/twice': `${LISTEN}${`<script async src="{files}/ahaloop.js" data-write-key="wk_shop" data-endpoint="{collector}"></script>`.repeat(2)}`,
    },
  },
  async ({ open, track, collector, delivered }) => {
    const twice = await open('/twice');
    await track(twice, 30);
    await delivered();
    expect(await twice.evaluate(() => (window.ahaloop as Client).flush())).toMatchObject({ ok: true, pending: 0 });
    expect([...collector.rows.values()].filter(({ type }) => type === 'page')).toHaveLength(1);
    expect(await heard(twice)).toEqual(SILENCE);
  },
);
