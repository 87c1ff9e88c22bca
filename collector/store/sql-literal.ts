/**
 * Values as ClickHouse reads them in `SET name = …`: a setting as it stands, a query parameter in the engine's
 * escaped text form inside a string literal.
 */

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

/** A string literal of SQL. */
export function stringLiteral(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/**
 * A query parameter's value in the text form that the HTTP interface would take for it.
 *
 * @param value string, boolean, finite number, bigint, `Date` (to the millisecond), null, or a list of strings, booleans and numbers.
 * @throws {TypeError} on anything else: a parameter is never guessed.
 */
export function parameterText(value: unknown): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replace(/[\\\t\n\r\0]/g, (char) => TEXT_ESCAPES[char] ?? char);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  // Seconds with three decimals: the stock connection cuts them off, and with them the milliseconds of every range.
  if (value instanceof Date && !Number.isNaN(value.getTime())) return (value.getTime() / 1000).toFixed(3);
  if (Array.isArray(value)) {
    const items = value.map((item) => (typeof item === 'string' ? stringLiteral(item) : parameterText(item)));
    return `[${items.join(',')}]`;
  }
  throw new TypeError(`A query parameter cannot be ${Object.prototype.toString.call(value)}.`);
}
