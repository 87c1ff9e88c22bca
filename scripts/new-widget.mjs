/**
 * `npm run new:widget -- streak`: the files of a new widget, `<aha-streak>`, that build and run as they are: element, view, style,
 * define, locales, test, and its page in the gallery.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TONGUES = {
  'zh-Hans': 'zh-CN',
  'zh-Hant': 'zh-TW',
  ja: 'ja',
  ko: 'ko',
  es: 'es',
  pt: 'pt-BR',
  fr: 'fr',
  de: 'de',
  ar: 'ar',
};

/** The files of a widget by their path. @param name one word in lower case, such as `streak`. */
export function widgetFiles(name) {
  const Name = name[0].toUpperCase() + name.slice(1);
  const at = (file) => `widgets/${name}/${file}`;
  const files = {
    [at(`${name}.view.tsx`)]: `import { Card, type Frame } from '../shared/card.js';
import type { Strings } from '../shared/aha-element.js';
import type { ${Name}Words } from './locales/en.js';

export interface ${Name}ViewProps {
  readonly frame: Frame;
  readonly strings: Strings<${Name}Words>;
  readonly onAction: () => void;
}

/** What it shows: props in, callbacks out. */
export function ${Name}View({ frame, strings, onAction }: ${Name}ViewProps) {
  return (
    <Card {...frame} status={null}>
      <p class="question" part="title" id="question">
        {strings.heading}
      </p>
      <div class="actions">
        <button type="button" class="primary" part="action" onClick={onAction}>
          {strings.submit}
        </button>
      </div>
    </Card>
  );
}
`,
    [at(`${name}.element.tsx`)]: `import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import type { ${Name}Words } from './locales/en.js';
import { ${name}Locales } from './${name}.locales.js';
import { ${name}Css } from './${name}.style.js';
import { ${Name}View } from './${name}.view.js';

/**
 * \`<aha-${name}>\`: say here what it is for, its attributes, settings, events with their details, parts and custom properties.
 */
export class ${Name}Element extends AhaElement<${Name}Words> {
  // Its own kind and subject go into src/wire/widget-subjects.ts.
  protected readonly kind = 'prompt';
  protected readonly subject = 'promotion';
  protected readonly done = false;

  constructor() {
    super(${name}Css, ${name}Locales);
  }

  protected view(strings: Strings<${Name}Words>, frame: Frame) {
    return <${Name}View frame={frame} strings={strings} onAction={this.#act} />;
  }

  readonly #act = (): void => this.say('aha-click');
}
`,
    [at(`${name}.define.ts`)]: `import { define } from '../shared/define.js';
import { ${Name}Element } from './${name}.element.js';

/** Importing this file defines \`<aha-${name}>\`: the widget's only side effect. */
define('aha-${name}', ${Name}Element);

declare global {
  interface HTMLElementTagNameMap {
    'aha-${name}': ${Name}Element;
  }
}
`,
    [at(`${name}.style.ts`)]: `import { themeCss } from '../shared/theme.js';

export const ${name}Css = \`\${themeCss}
\`;
`,
    [at(`${name}.locales.ts`)]: `import type { Locales } from '../shared/language.js';
import { words as en, type ${Name}Words } from './locales/en.js';

/** What \`<aha-${name}>\` says, in every language that we speak. */
export const ${name}Locales: Locales<${Name}Words> = {
  en,
  load: {
${Object.entries(TONGUES)
  .map(([key, tag]) => `    ${key.includes('-') ? `'${key}'` : key}: () => import('./locales/${tag}.js'),`)
  .join('\n')}
  },
};
`,
    [at('locales/en.ts')]: `export const words = {
  opened: 'Something has opened on this page.',
  heading: 'Hello',
};

/** What \`<aha-${name}>\` says, in one language. */
export type ${Name}Words = typeof words;
`,
    [at(`${name}.test.tsx`)]: `// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import './${name}.define.js';

test('what a person takes is told', async () => {
  const element = document.body.appendChild(document.createElement('aha-${name}'));
  const told = new Promise((resolve) => element.addEventListener('aha-click', resolve));
  const button = await vi.waitUntil(() => element.shadowRoot?.querySelector<HTMLElement>('[part~=action]'));
  button.click();
  await expect(told).resolves.toBeInstanceOf(CustomEvent);
});
`,
    [`demo/site/gallery/${name}.js`]: `export const widget = 'aha-${name}';
export const states = [{ title: 'as it is shown first', attributes: {} }];
`,
  };
  for (const tag of Object.values(TONGUES)) {
    files[at(`locales/${tag}.ts`)] = `import { common } from '../../shared/locales/${tag}.js';
import { words as en, type ${Name}Words } from './en.js';

// To be translated; until then it says what English does.
export const words: typeof common & ${Name}Words = { ...common, ...en };
`;
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const name = process.argv[2] ?? '';
  const fail = (why) => {
    process.stderr.write(`new:widget: ${why}\n`);
    process.exit(2);
  };
  if (!/^[a-z]{2,20}$/.test(name))
    fail(`"${name}" is no name; give one word in lower case: npm run new:widget -- streak`);
  if (existsSync(join(root, 'widgets', name))) fail(`widgets/${name} is there already; choose another name`);
  for (const [path, text] of Object.entries(widgetFiles(name))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  process.stdout.write(`widgets/${name} and demo/site/gallery/${name}.js are there. Next:
  src/wire/widget-subjects.ts      its kind and what its events call it
  src/script.ts                    its name in WIDGETS, so that the script tag loads it
  widgets/connect.ts               what it is called in what is tracked
  demo/site/gallery/widgets.js     its name, so that the gallery shows it and tests hold it
  docs/widgets.md, docs/lifecycle.schema.json, CHANGELOG.md\n`);
}
