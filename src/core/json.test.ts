import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote, toJson, utf8Bytes, type JsonBounds } from './json.js';

const bounds: JsonBounds = { _depth: 8, entries: 256, text: 8192 };
const write = (value: unknown, of: JsonBounds = bounds): unknown => JSON.parse(toJson(value, of).json);

test('writes JSON values as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      const written = toJson(value, bounds);
      if (!written._truncated) expect(JSON.parse(written.json)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('never throws and always writes JSON, whatever it is given', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
  });
  fc.assert(fc.property(anything, (value) => void JSON.parse(toJson(value, bounds).json)));
});

describe('what JSON cannot say', () => {
  const circular: Record<string, unknown> = { name: 'ring' };
  circular.self = circular;
  const throwing = {
    kept: 1,
    get bad(): number {
      throw new Error('no');
    },
  };
  class Money {
    cents = 1250;
    toJSON(): string {
      return `${this.cents / 100} EUR`;
    }
  }
  test.each([
    ['a circle', circular, { name: 'ring', self: '[circular]' }],
    ['a getter that throws', throwing, { kept: 1, bad: '[unreadable]' }],
    ['a BigInt', { n: 12345678901234567890n }, { n: '12345678901234567890' }],
    ['not a number', [NaN, Infinity, -Infinity], [null, null, null]],
    [
      'functions, symbols and undefined',
      { f: () => 1, s: Symbol('s'), u: undefined, list: [() => 1] },
      { list: [null] },
    ],
    ['a date', new Date(Date.UTC(2026, 0, 2)), '2026-01-02T00:00:00.000Z'],
    ['a date that is none', new Date(NaN), null],
    ['bytes', { b: new Uint8Array([1, 2]) }, { b: [1, 2] }],
    ['a map and a set', { m: new Map([['a', 1]]), s: new Set([1, 2]) }, { m: { a: 1 }, s: [1, 2] }],
    ['an error', new TypeError('wrong'), { name: 'TypeError', message: 'wrong' }],
    ["a class's own toJSON", { price: new Money() }, { price: '12.5 EUR' }],
    ['a revoked proxy', { p: revoked() }, { p: '[unreadable]' }],
    ['half a surrogate pair', { ['k\ud800']: 'a\udc00b' }, { 'k\ufffd': 'a\ufffdb' }],
    ['a __proto__ key', JSON.parse('{"__proto__": {"admin": true}, "a": 1}'), { a: 1 }],
    ['a constructor object', JSON.parse('{"constructor": {"prototype": {}}, "a": 1}'), { a: 1 }],
  ])('%s', (_, value, expected) => expect(write(value)).toEqual(expected));

  function revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }
});

test('takes no notice of a toJSON that the page has put on every object', () => {
  const prototype = Object.prototype as { toJSON?: unknown };
  prototype.toJSON = () => 'patched';
  try {
    class Plain {
      a = 1;
    }
    expect(toJson({ list: [1], plain: new Plain() }, bounds).json).toBe('{"list":[1],"plain":{"a":1}}');
  } finally {
    delete prototype.toJSON;
  }
});

test('keeps to its bounds and says so', () => {
  const deep = { a: { b: { c: 1 } } };
  expect(toJson(deep, { ...bounds, _depth: 2 })).toEqual({ json: '{"a":{"b":"[too deep]"}}', _truncated: true });
  expect(toJson([1, 2, 3], { ...bounds, entries: 2 })).toEqual({ json: '[1,2]', _truncated: true });
  expect(toJson('abc', { ...bounds, text: 2 })).toEqual({ json: '"ab…"', _truncated: true });
  expect(toJson('a😀', { ...bounds, text: 2 }).json).toBe('"a…"');
  expect(toJson('a😀b', { ...bounds, text: 3 }).json).toBe('"a😀…"');
  expect(toJson({ a: [1], b: 'x' }, bounds)._truncated).toBe(false);
});

test('measures UTF-8 as an encoder does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
  expect(utf8Bytes('\ud800')).toBe(3);
  expect(quote('\ud83d\ude00\ud800')).toBe('"😀\ufffd"');
});

test.each([
  ['a map', new Map(Array.from({ length: 500_000 }, (_, n) => [n, n]))],
  ['a set', new Set(Array.from({ length: 500_000 }, (_, n) => n))],
  ['bytes', new Uint8Array(5_000_000)],
])('of %s with more than is kept no more is read than that', (_, large) => {
  let read = 0;
  const counting = { ...bounds, hides: () => (read++, false) };
  const { json, _truncated: truncated } = toJson({ large }, counting);
  expect(truncated).toBe(true);
  expect(Object.keys((JSON.parse(json) as { large: object }).large)).toHaveLength(bounds.entries);
  expect(read).toBeLessThan(bounds.entries + 10);
});

describe('values of another frame and in a box', () => {
  /** Made by the constructors of another global, as those of an iframe are. */
  const elsewhere = (code: string): unknown => runInNewContext(code);
  const cases: readonly (readonly [code: string, unknown])[] = [
    ["new Map([['a', 1], ['b', new Set([2])]])", { a: 1, b: [2] }],
    ["new (class Few extends Map {})([['a', 1]])", { a: 1 }],
    ['new Set([1, 2])', [1, 2]],
    ["new TypeError('wrong')", { name: 'TypeError', message: 'wrong' }],
    ["new (class Own extends Error {})('wrong')", { name: 'Error', message: 'wrong' }],
    ['new Date(Date.UTC(2026, 0, 2))', '2026-01-02T00:00:00.000Z'],
    ['new Date(NaN)', null],
    ['new Uint8Array([1, 2])', [1, 2]],
    ["[1, { a: 'b' }]", [1, { a: 'b' }]],
    ["Object('x')", 'x'],
    ['Object(5)', 5],
    ['Object(NaN)', null],
    ['Object(false)', false],
    ['Object(5n)', '5'],
    ["({ s: Object(Symbol('s')), kept: 1 })", { kept: 1 }],
    ["new (class Name extends String {})('x')", 'x'],
  ];
  test.each(cases)('%s', (code, expected) => {
    expect(write(elsewhere(code))).toEqual(expected);
    expect(write((0, eval)(`(${code})`))).toEqual(expected);
  });

  test.each(['Map', 'Set', 'Date', 'Error', 'String', 'Number'])(
    'what only calls itself a %s keeps its fields',
    (tag) => {
      class Tagged {
        readonly [Symbol.toStringTag] = tag;
        readonly kept = 1;
      }
      expect(write(new Tagged())).toEqual({ kept: 1 });
      expect(write({ [Symbol.toStringTag]: tag, kept: 1 })).toEqual({ kept: 1 });
    },
  );

  test('a map that calls itself something else is a map', () => {
    class Own extends Map<string, number> {
      override readonly [Symbol.toStringTag] = 'Own';
    }
    expect(write(new Own([['a', 1]]))).toEqual({ a: 1 });
  });
});
