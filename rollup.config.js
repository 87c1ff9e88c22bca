// Bundles what `tsc -b` has put into build/: the npm package, the files for a script tag, and the collector.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const compress = {
  passes: 3,
  pure_getters: true,
  unsafe_arrows: true,
  // idb adds shortcuts and async iterators to its databases by two calls of this; we use neither (−445 B gzip).
  pure_funcs: ['replaceTraps'],
};
const minify = terser({ ecma: 2020, module: true, compress });

/** What begins with _ never leaves the script: it is not stored, not sent, not seen by a page. Nothing else is renamed. */
const minifyScript = terser({
  ecma: 2020,
  module: true,
  // What is written once more in another place does not compress (−85 B gzip).
  compress: { ...compress, passes: 2, inline: 1, hoist_funs: true },
  mangle: { properties: { regex: /^_/ } },
});

/** Constructors as they were when we were loaded: a page may replace its own later, and idb asks for them each time. */
const intro = 'const { Promise, Map, Set } = globalThis;';
/** And what a page's `const URL = …` hides from every script: a global that is declared, not assigned. */
const scriptIntro =
  intro.replace(
    ' }',
    ', Symbol, Number, String, Error, URL, URLSearchParams, Element, HTMLScriptElement, console, performance, setTimeout, ' +
      'addEventListener, AbortController, BroadcastChannel, MutationObserver, requestIdleCallback }',
  ) +
  // Where a browser stores nothing it may throw when it is named.
  ' let indexedDB; try { ({ indexedDB } = globalThis) } catch {}';

const widgets = readdirSync('widgets', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`widgets/${entry.name}/${entry.name}.define.ts`))
  .map(({ name }) => name);
const widgetEntries = {
  ...Object.fromEntries(widgets.map((name) => [name, `build/widgets/${name}/${name}.define.js`])),
  'tour-driver': 'build/widgets/tour-driver/tour-driver.js',
};

/** What every widget imports. */
const KIT =
  /preact|can-show-widgets|widgets\/shared\/(aha-element|card|listen|load-part|define|dress|emit|keep-keys|language|on-seen|strings|tell-mistake|theme|locales\/en)\.js$/;

/** Changes with anything that a widget is made of. */
const widgetsHash = ['package-lock.json', 'rollup.config.js', ...filesIn('build/widgets'), ...filesIn('build/src')]
  .reduce((hash, path) => hash.update(readFileSync(path)), createHash('sha256'))
  .digest('base64url')
  .slice(0, 8);

function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.js'))
    .sort();
}

/** A locale's has its widget's before it: `nps.zh-CN`. */
function nameOf({ facadeModuleId, name }) {
  const widget = /(\w+)\/locales\//.exec(facadeModuleId)?.[1];
  return widget ? `${widget}.${name}` : name;
}

/** Puts the words that all widgets share into each widget's own (0.2 kB): a language is one request, not two. */
const sharedWords = {
  name: 'shared-words',
  resolveId: (path, importer) =>
    /\/shared\/locales\//.test(path) && basename(dirname(importer)) === 'locales'
      ? `${resolve(dirname(importer), path)}?of=${basename(dirname(dirname(importer)))}`
      : null,
  load: (id) => (id.includes('?of=') ? typescriptMaps.load(id) : null),
};

/** Style sheets on one line. */
const flatCss = {
  name: 'flat-css',
  transform: (code, id) =>
    /(\.style|theme)\.js$/.test(id) ? { code: code.replace(/(?<=[{},;])\n(?=[.:@[a-z*])/g, ''), map: null } : null,
};

/** Leaves packages to the package manager of whoever installs ours. */
const external = (id) => !id.startsWith('.') && !id.startsWith('/') && !id.includes('/build/');

/** Goes on with the maps that `tsc` has made, so that ours name the TypeScript. */
const typescriptMaps = {
  name: 'typescript-maps',
  load: (id) => {
    const [path] = id.split('?');
    if (!existsSync(`${path}.map`) || !path.includes('/build/')) return null;
    const map = JSON.parse(readFileSync(`${path}.map`, 'utf8'));
    map.sourcesContent = map.sources.map((source) =>
      readFileSync(resolve(dirname(path), map.sourceRoot ?? '', source), 'utf8'),
    );
    return { code: readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map };
  },
};

const once = (name, work) => {
  let done = false;
  return {
    name,
    buildStart() {
      if (!done) work();
      done = true;
    },
  };
};

export default [
  {
    input: {
      index: 'build/src/index.js',
      vitals: 'build/src/vitals.js',
      lifecycle: 'build/src/lifecycle-door.js',
      referral: 'build/src/referral.js',
      'widgets/index': 'build/widgets/index.js',
    },
    output: { dir: 'dist', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: true, intro },
    // idb comes with us, so that it has the same constructors.
    external: (id) => external(id) && id !== 'idb',
    plugins: [
      typescriptMaps,
      nodeResolve({ browser: true }),
      once('clean', () =>
        ['chunks', 'widgets', 'sdk'].forEach((dir) => rmSync(`dist/${dir}`, { recursive: true, force: true })),
      ),
    ],
  },
  {
    input: widgetEntries,
    output: { dir: 'dist/widgets', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: true },
    external,
    plugins: [typescriptMaps],
  },
  {
    // One classic script, so that `document.currentScript` tells it who it is.
    input: 'build/src/script.js',
    output: { file: 'dist/sdk/ahaloop.js', format: 'iife', sourcemap: 'hidden', intro: scriptIntro },
    plugins: [typescriptMaps, nodeResolve({ browser: true }), minifyScript],
  },
  {
    input: 'build/src/snippet.js',
    output: { file: 'dist/sdk/snippet.js', format: 'iife' },
    // Its names as they are: it stands in people's pages, and in the README to the letter.
    plugins: [terser({ ecma: 2020, module: true, compress, mangle: false })],
  },
  {
    input: {
      vitals: 'build/src/vitals.js',
      lifecycle: 'build/src/load-lifecycle.js',
      referral: 'build/src/referral.js',
    },
    // A chunk of its own may import from it; it stays one file.
    preserveEntrySignatures: 'allow-extension',
    output: { dir: 'dist/sdk', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: 'hidden', intro },
    plugins: [typescriptMaps, nodeResolve({ browser: true }), minify],
  },
  {
    // By itself: what it has in common with the widgets is too little for a file of its own (−60 B gzip of every widget).
    input: { connect: 'build/widgets/connect.js' },
    output: { dir: 'dist/sdk/widgets', format: 'es', chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: 'hidden' },
    plugins: [typescriptMaps, nodeResolve({ browser: true }), minify],
  },
  {
    // Each widget is loaded when its element is met. What they load themselves is in a folder with a hash and is cached for ever: one hash
    // for all, as names that differ do not compress (−0.2 kB of each widget).
    input: widgetEntries,
    output: {
      dir: 'dist/sdk/widgets',
      format: 'es',
      chunkFileNames: (chunk) => `chunks-${widgetsHash}/${nameOf(chunk)}.js`,
      sourcemap: 'hidden',
      // What every widget has is one file: it is smaller so, and one request.
      manualChunks: (id) => (KIT.test(id) ? 'kit' : undefined),
    },
    plugins: [sharedWords, typescriptMaps, flatCss, nodeResolve({ browser: true }), minify],
  },
  {
    input: 'build/collector/main.js',
    output: { file: 'collector/dist/main.js', format: 'es', sourcemap: true, inlineDynamicImports: true },
    external,
    plugins: [
      typescriptMaps,
      {
        name: 'beside-the-collector',
        writeBundle: () => {
          rmSync('collector/dist/sdk', { recursive: true, force: true });
          cpSync('dist/sdk', 'collector/dist/sdk', { recursive: true });
          for (const name of readdirSync('collector/dist/sdk', { recursive: true })) {
            if (!name.endsWith('.js')) continue;
            const file = `collector/dist/sdk/${name}`;
            const text = readFileSync(file);
            writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
            writeFileSync(`${file}.br`, brotliCompressSync(text));
          }
        },
      },
    ],
  },
];
