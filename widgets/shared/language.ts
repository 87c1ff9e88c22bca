import { common as en, type Common } from './locales/en.js';

/** The languages that we speak, by language and script. */
export type Tongue =
  'zh-Hans' | 'zh-Hant' | 'ja-Jpan' | 'ko-Kore' | 'es-Latn' | 'pt-Latn' | 'fr-Latn' | 'de-Latn' | 'ar-Arab';

/** A widget's own words: English is there for all who find none of theirs, each of the others is loaded when it is needed. */
export interface Locales<Words> {
  readonly en: Words;
  readonly load: Readonly<Record<Tongue, () => Promise<{ readonly words: Words }>>>;
}

const COMMON: Readonly<Record<Tongue, () => Promise<{ readonly common: Common }>>> = {
  'zh-Hans': () => import('./locales/zh-CN.js'),
  'zh-Hant': () => import('./locales/zh-TW.js'),
  'ja-Jpan': () => import('./locales/ja.js'),
  'ko-Kore': () => import('./locales/ko.js'),
  'es-Latn': () => import('./locales/es.js'),
  'pt-Latn': () => import('./locales/pt-BR.js'),
  'fr-Latn': () => import('./locales/fr.js'),
  'de-Latn': () => import('./locales/de.js'),
  'ar-Arab': () => import('./locales/ar.js'),
};

const isTongue = (key: string): key is Tongue => Object.hasOwn(COMMON, key);

/** In what a widget speaks. */
export interface Speech<Words> {
  /** The tag asked for, also where it is a language that we lack. */
  readonly asked: string;
  /** English where we lack the language or its files do not come. */
  readonly words: Common & Words;
}

/**
 * The language for an element: of its own `lang`, of the nearest one around it (out through shadow roots), or of the person's browser.
 * The page's word decides, also when it is a language that we lack.
 */
export async function speechFor<Words>(host: Element, locales: Locales<Words>): Promise<Speech<Words>> {
  const tag = langAround(host);
  const tags = tag ? [tag] : navigator.languages;
  const spoken = (one: string): boolean => isTongue(keyOf(one)) || keyOf(one) === 'en-Latn';
  const asked = tags.find(spoken) ?? tags[0] ?? 'en';
  const key = keyOf(asked);
  const english = { ...en, ...locales.en };
  if (!isTongue(key)) return { asked, words: english };
  const words = await Promise.all([COMMON[key](), locales.load[key]()]).then(
    ([shared, own]) => ({ ...shared.common, ...own.words }),
    () => english,
  );
  return { asked, words };
}

/** The direction in which a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return /-(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm)$/.test(keyOf(tag)) ? 'rtl' : 'ltr';
}

/** The text of one that may be given in several languages, such as `{ "en": "Hello", "zh-CN": "你好" }`: the nearest to what is asked for. Any other object is itself. */
export function localized(text: unknown, asked: string): unknown {
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return text;
  const given = Object.entries(text);
  if (!given.every(([tag]) => /^[a-z]{2,3}([-_]|$)/i.test(tag))) return text;
  const fits = (same: (tag: string) => string) => given.find(([tag]) => same(tag) === same(asked));
  const [, found] = fits((tag) => tag) ?? fits(keyOf) ?? fits((tag) => tag.split(/[-_]/)[0]!) ?? given[0] ?? [];
  return found;
}

function langAround(host: Element): string | undefined {
  for (
    let element: Element | undefined = host;
    element;
    element = (element.getRootNode() as Partial<ShadowRoot>).host
  ) {
    const found: HTMLElement | null = element.closest<HTMLElement>('[lang]');
    if (found) return found.lang;
  }
  return undefined;
}

/** `zh-SG` → `zh-Hans`. */
function keyOf(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag.replace('_', '-')).maximize();
    return `${language}-${script}`;
  } catch {
    return ''; // not a language tag at all
  }
}
