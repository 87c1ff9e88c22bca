/**
 * Turns whatever a page passes into bounded, honest JSON. Our own serializer, because a page may have patched `toJSON`
 * onto every object, and because `JSON.stringify` throws where an event should be kept.
 *
 * What JSON cannot say becomes the nearest thing it can: a date its ISO text, a BigInt its digits, a map an object, a set a list,
 * an error its name and message, a DOM node its tag, `Object('x')` its text, `NaN` null; of another frame too. Functions, symbols and `undefined` are left out (null in a list).
 */

/** How much of a value is kept. */
export interface JsonBounds {
  /** Objects and lists inside one another, below the value itself. */
  readonly _depth: number;
  /** Keys of one object, items of one list. */
  readonly entries: number;
  /** UTF-16 code units of one string. */
  readonly text: number;
  /** Whether what stands under this name is left unsaid; true, false and null never are. */
  readonly _hides?: (name: string) => boolean;
  /** What a text, a number's digits or a name becomes; `name` is what it stands under, '' where that is nothing. */
  readonly _cleans?: (text: string, name: string) => string;
}

export interface BoundedJson {
  readonly json: string;
  /** Whether anything was cut, left unread or left out because of the bounds. */
  readonly _truncated: boolean;
}

/** What stands in place of a secret. */
export const REDACTED = '[redacted]';

// Taken at load: the page may replace them later.
const { stringify: quoteText, parse } = JSON;
const NativeDate = Date;
const { keys, getPrototypeOf, prototype: anyObject } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isFinite } = Number;

/** What a method of a class's own gives, of an object of that class, also of another frame's; undefined for any other. No tag is asked, which anybody can set. */
function ask(method: () => unknown, item: object): unknown {
  try {
    return method.call(item);
  } catch {
    return undefined;
  }
}
const { getTime } = NativeDate.prototype;
const isSet = Set.prototype.has as () => unknown;
const isMap = Map.prototype.has as () => unknown;
/** What takes a value out of its box: `Object('x')`. */
const unbox: readonly (() => unknown)[] = [String, Number, Boolean, BigInt, Symbol].map(
  (type) => type.prototype.valueOf,
);
const { toString } = anyObject;

// With the `u` flag a surrogate pair is one code point, so this matches lone halves only.
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** `JSON.parse` as it was when we were loaded. */
export const parseJson: (text: string) => unknown = parse;

/** A time as ISO 8601, UTC, by the `Date` of when we were loaded. */
export const isoTime = (atMs: number): string => new NativeDate(atMs).toISOString();

/** A string in JSON's quotes, with U+FFFD for each half of a surrogate pair that stands alone. */
export function quote(text: string): string {
  return quoteText(text.replace(LONE_SURROGATE, '\uFFFD'));
}

export function toJson(value: unknown, bounds: JsonBounds): BoundedJson {
  const ancestors: object[] = [];
  let truncated = false;
  const cut = (note: string): string => {
    truncated = true;
    return quoteText(note);
  };
  const { _hides: hides = () => false, _cleans: cleans = (text: string) => text } = bounds;

  const writeText = (text: string, name: string): string => {
    // Of what is far too long twice as much is read as is kept, so that nothing is cut in two and kept.
    const clean = cleans(text.length > bounds.text ? text.slice(0, 2 * bounds.text) : text, name);
    if (text.length <= bounds.text) return quote(clean);
    truncated = true;
    // Not in the middle of a pair.
    return quote(clean.slice(0, bounds.text).replace(/[\ud800-\udbff]$/, '') + '…');
  };

  /** JSON of one value, or `undefined` where it is to be left out. `name`: what it, or the list around it, stands under. */
  const write = (item: unknown, name = ''): string | undefined => {
    if (name && typeof item !== 'boolean' && item !== null && item !== undefined && hides(name))
      return quoteText(REDACTED);
    switch (typeof item) {
      case 'string':
        return writeText(item, name);
      case 'number':
        if (!isFinite(item)) return 'null';
        // Shorter ones are no card's.
        return item < 1e13 || cleans(String(item), name) === String(item)
          ? String(item)
          : writeText(String(item), name);
      case 'boolean':
        return String(item);
      case 'bigint':
        return writeText(String(item), name);
      case 'object':
        if (item === null) return 'null';
        if (ancestors.includes(item)) return cut('[circular]');
        if (ancestors.length >= bounds._depth) return cut('[too deep]');
        ancestors.push(item);
        try {
          return writeObject(item, name);
        } catch {
          // A getter or a proxy's trap threw: the rest of the event is kept.
          return cut('[unreadable]');
        } finally {
          ancestors.pop();
        }
      default:
        return undefined;
    }
  };

  const writeObject = (item: object, name: string): string | undefined => {
    if (isArray(item)) return writeList(item, name);
    const prototype: unknown = getPrototypeOf(item);
    // Plain objects, whose prototype has none itself, are nothing special.
    if (prototype !== null && getPrototypeOf(prototype) !== null) {
      const atMs = ask(getTime, item);
      if (atMs !== undefined) return isFinite(atMs) ? quoteText(isoTime(atMs as number)) : 'null';
      if (item instanceof Set || ask(isSet, item) === false) return writeList(firstOf(item as Set<unknown>), name);
      if (item instanceof Map || ask(isMap, item) === false) {
        const pairs = firstOf(item as ReadonlyMap<unknown, unknown>);
        const names = pairs.map(([key]) => String(key));
        return writeEntries(names, (_, at) => pairs[at]?.[1]);
      }
      // Bytes and the like: a million of them have a million names.
      if (isView(item)) return writeList(item as unknown as readonly unknown[], name);
      if (item instanceof Error || (toString.call(item) === '[object Error]' && !(Symbol.toStringTag in item)))
        return writeEntries(['name', 'message'], (key) => (item as never)[key]);
      const { nodeType, nodeName, toJSON } = item as { nodeType?: unknown; nodeName?: unknown; toJSON?: unknown };
      if (typeof nodeType === 'number') return quote(`[${String(nodeName).toLowerCase()}]`);
      // A method that the class itself has, not one that the page has put on every object.
      if (typeof toJSON === 'function' && toJSON !== (Object.prototype as { toJSON?: unknown }).toJSON) {
        return write((toJSON as () => unknown).call(item), name);
      }
      const unboxed = unbox.map((valueOf) => ask(valueOf, item)).find((value) => value !== undefined);
      if (unboxed !== undefined) return write(unboxed, name);
    }
    return writeEntries(keys(item), (key) => (item as Record<string, unknown>)[key]);
  };

  /** One more than is kept, so that it is seen that there are more. */
  const firstOf = <T>(items: Iterable<T>): T[] => {
    const first: T[] = [];
    for (const item of items) if (first.push(item) > bounds.entries) break;
    return first;
  };

  const writeList = (list: readonly unknown[], name: string): string => {
    const length = Math.min(list.length, bounds.entries);
    if (length < list.length) truncated = true;
    let text = '';
    for (let i = 0; i < length; i++) text += (i ? ',' : '') + (write(list[i], name) ?? 'null');
    return `[${text}]`;
  };

  const writeEntries = (names: readonly string[], read: (key: string, at: number) => unknown): string => {
    let text = '';
    let count = 0;
    for (let at = 0; at < names.length; at++) {
      const key = names[at]!;
      if (key === '__proto__') {
        truncated = true;
        continue;
      }
      if (count === bounds.entries) {
        truncated = true;
        break;
      }
      if (key.length > bounds.text) {
        truncated = true;
        continue;
      }
      let json: string | undefined;
      try {
        const value = read(key, at);
        // The collector refuses `constructor: { prototype }`, which some merges turn into prototype pollution.
        if (key === 'constructor' && typeof value === 'object' && value !== null) truncated = true;
        else json = write(value, key);
      } catch {
        json = cut('[unreadable]');
      }
      if (json === undefined) continue;
      text += `${count ? ',' : ''}${quote(cleans(key, ''))}:${json}`;
      count++;
    }
    return `{${text}}`;
  };

  return { json: write(value) ?? 'null', _truncated: truncated };
}

/** How many bytes a text takes in UTF-8; a lone surrogate counts as the three bytes of U+FFFD. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes++;
    if (unit > 0x7ff) bytes++;
    // A pair of surrogates is four bytes, and they are counted.
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) i++;
    }
  }
  return bytes;
}
