/** Values of one statement, each bound to a name: what a definition says never becomes part of the SQL's text. */
export interface BoundParams {
  text(value: string): string;
  texts(values: readonly string[]): string;
  /** To the last bit: the engine reads decimals faster than exactly. */
  number(value: number): string;
  numbers(values: readonly number[]): string;
  /** A whole number, such as milliseconds. */
  whole(value: number): string;
  /** The values by their names, for `Store.query`. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** @param prefix in front of each name, so that several may stand in one statement. */
export function createBoundParams(prefix = 'p'): BoundParams {
  const values: Record<string, unknown> = {};
  const names = new Map<string, string>();
  function bind(type: string, value: unknown, key: string): string {
    const known = `${type}:${key}`;
    let name = names.get(known);
    if (name === undefined) {
      name = `${prefix}${names.size}`;
      names.set(known, name);
      values[name] = value;
    }
    return `{${name}:${type}}`;
  }
  return {
    values,
    text: (value) => bind('String', value, value),
    texts: (list) => bind('Array(String)', list, JSON.stringify(list)),
    number: (value) => `reinterpretAsFloat64(${bind('UInt64', bitsOf(value), String(value))})`,
    numbers: (list) =>
      `arrayMap(bits -> reinterpretAsFloat64(bits), ${bind('Array(UInt64)', list.map(bitsOf), list.join())})`,
    whole: (value) => bind('Int64', value, String(value)),
  };
}

/** The bits of a number, −0 as 0: they are equal, and must be found equal. */
function bitsOf(value: number): bigint {
  return new BigUint64Array(new Float64Array([value + 0]).buffer)[0]!;
}
