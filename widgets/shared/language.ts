import { loadPart } from './load-part.js';
import { common as en, type Common } from './locales/en.js';

/** The languages that we speak besides English; Chinese by its script. */
export type Tongue = 'zh-Hans' | 'zh-Hant' | 'ja' | 'ko' | 'es' | 'pt' | 'fr' | 'de' | 'ar';

/** A widget's words: English is there for all who find none of theirs, each of the others is loaded when it is needed. */
export interface Locales<Words> {
  /** Its own. */
  readonly en: Words;
  /** Its own and those that all widgets share. */
  readonly load: Readonly<Record<Tongue, () => Promise<{ readonly words: Common & Words }>>>;
}

/** In what a widget speaks. */
export interface Speech<Words> {
  /** The tag asked for, as `Intl` takes it, also where it is a language that we lack. */
  readonly asked: string;
  /** English where we lack the language or its files do not come. */
  readonly words: Common & Words;
}

/**
 * The language for an element: of its own `lang`, of the nearest one around it (out through shadow roots), or of the person's browser.
 * The page's word decides, also when it is a language that we lack.
 */
export async function speechFor<Words>(host: Element, locales: Locales<Words>): Promise<Speech<Words>> {
  const tag = cleanTag(langAround(host) ?? '');
  const tags = tag ? [tag] : ((navigator as Partial<Navigator>).languages ?? []).map(cleanTag).filter(Boolean);
  const load: Partial<typeof locales.load> = locales.load;
  const loaderOf = (one: string) => load[tongueOf(one) as Tongue];
  const asked = tags.find((one) => tongueOf(one) === 'en' || loaderOf(one)) ?? tags[0] ?? 'en';
  const loader = loaderOf(asked);
  const words = loader && (await loadPart(host.localName, loader));
  return { asked, words: words?.words ?? { ...en, ...locales.en } };
}

/**
 * A language tag as `Intl` takes it, of what a page, an operating system or a browser calls the language: `zh_Hans_CN` → `zh-Hans-CN`,
 * `de_DE.UTF-8` → `de-DE`, `en-US@posix` → `en-US`. As much of it from its start as is one; empty where nothing is.
 */
export function cleanTag(tag: string): string {
  const [start = ''] = /[\w-]{0,40}/.exec(tag.trim())!;
  for (let known = start.replace(/_/g, '-'); known; known = known.replace(/-?[^-]*$/, '')) {
    try {
      return Intl.getCanonicalLocales(known)[0]!;
    } catch {
      // Its last part is none, or all of it.
    }
  }
  return '';
}

/** The direction in which a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return /Arab|Hebr|Thaa|Syrc|Nkoo|Adlm/.test(likely(tag).script!) ? 'rtl' : 'ltr';
}

/** The text of one that may be given in several languages, such as `{ "en": "Hello", "zh-CN": "你好" }`: the nearest to what is asked for. Any other object is itself. */
export function localized(text: unknown, asked: string): unknown {
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return text;
  const given = Object.entries(text);
  if (!given.every(([tag]) => /^[a-z]{2,3}([-_]|$)/i.test(tag))) return text;
  const fits = (same: (tag: string) => string) => given.find(([tag]) => same(tag) === same(asked));
  const [, found] = fits((tag) => tag) ?? fits(tongueOf) ?? fits((tag) => tag.split(/[-_]/)[0]!) ?? given[0] ?? [];
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

/** `zh-SG` → `zh-Hans`, `de-AT` → `de`. */
function tongueOf(tag: string): string {
  const { language, script } = likely(tag);
  return language === 'zh' ? `zh-${script}` : language;
}

/** The language and the script that a tag most likely means; empty for what is no tag at all. */
function likely(tag: string): Pick<Intl.Locale, 'language' | 'script'> {
  try {
    return new Intl.Locale(cleanTag(tag)).maximize();
  } catch {
    return { language: '', script: '' };
  }
}
