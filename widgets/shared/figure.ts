import type { Facts } from './port.js';

/** What a figure is of: a number, a fact by name, or a fact less another, `{ "fact": "reports_60d", "minus": "reports_30d" }`. */
interface FigureSource {
  readonly fact?: unknown;
  readonly minus?: unknown;
}

/**
 * A figure's value, whatever stands in the settings; null where it is none, or the person has none.
 *
 * @param unknown told of a fact that there is not.
 */
export function figureOf(
  source: unknown,
  facts: Facts | null,
  unknown: (name: unknown) => void,
): number | string | null {
  const read = (name: unknown): number | string | null => {
    if (!facts) return null;
    if (typeof name !== 'string' || !Object.hasOwn(facts, name)) {
      unknown(name);
      return null;
    }
    const value = facts[name];
    return typeof value === 'number' || typeof value === 'string' ? value : null;
  };
  if (typeof source === 'object' && source) {
    const { fact, minus } = source as FigureSource;
    const value = read(fact);
    if (minus === undefined) return value;
    const less = read(minus);
    return typeof value === 'number' && typeof less === 'number' ? value - less : null;
  }
  if (typeof source === 'number') return Number.isFinite(source) ? source : null;
  if (typeof source !== 'string' || !source.trim()) return null;
  // An attribute can hold nothing but texts.
  const number = Number(source);
  return Number.isFinite(number) ? number : read(source);
}

/** The fact that a setting names beside others; undefined where it names none. */
export const sourceIn = ({ fact, minus }: FigureSource): FigureSource | undefined =>
  fact === undefined ? undefined : { fact, minus };

/** A figure in the digits of a language. */
export const figureText = (locale: string, value: number | string): string =>
  typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
