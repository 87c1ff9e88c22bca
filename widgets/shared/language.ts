import { en, type Locale } from './locales/en.js';

/** The locales by language and script. English is there for all who find none of theirs; each of the others is loaded when it is needed. */
const LOCALES: { readonly [languageAndScript: string]: () => Promise<Locale> } = {
  'en-Latn': () => Promise.resolve(en),
  'zh-Hans': async () => (await import('./locales/zh-CN.js')).zhCN,
};

/**
 * The language for an element: of its own `lang`, of the nearest one around it (out through shadow roots), or of the person's browser.
 * The page's word decides, also when it is a language that we lack.
 *
 * @returns the tag asked for, and the strings: English where we lack the language or its file does not come.
 */
export async function speechFor(host: Element): Promise<{ readonly asked: string; readonly locale: Locale }> {
  const tag = langAround(host);
  const tags = tag ? [tag] : navigator.languages;
  const asked = tags.find((one) => LOCALES[keyOf(one)]) ?? tags[0] ?? 'en';
  const locale = await LOCALES[keyOf(asked)]?.().catch(() => en);
  return { asked, locale: locale ?? en };
}

/** The direction in which a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return /-(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm)$/.test(keyOf(tag)) ? 'rtl' : 'ltr';
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
