import { fill } from './strings.js';

/**
 * A text with a number `n` in it, in the digits of the language, and other values. Where it has forms for numbers, as in
 * `one:{n} task left|other:{n} tasks left`, the form for `n` by the language's own rules (CLDR plural categories); `other` for any it lacks.
 */
export function counted(text: string, lang: string, n: number, values?: Readonly<Record<string, string>>): string {
  const forms = new Map(
    [...text.matchAll(/(?:^|\|)(zero|one|two|few|many|other):([^|]*)/g)].map(([, category, form]) => [category, form]),
  );
  const form = forms.size ? (forms.get(new Intl.PluralRules(lang).select(n)) ?? forms.get('other') ?? text) : text;
  return fill(form, { ...values, n: new Intl.NumberFormat(lang).format(n) });
}
