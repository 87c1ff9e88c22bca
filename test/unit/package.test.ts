/**
 * The package as it is installed: unpacked from its tarball into projects of Node, Jest with jsdom and Vitest with jsdom.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WIDGETS = ['nps', 'csat', 'ces', 'survey', 'checklist', 'referral', 'prompt', 'rewards'];
let folder = '';

/** Runs a program to its end; rejects where it fails or does not end. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  // What this runner has put into the environment is not the project's.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST|JEST)/.test(name)),
  );
  const child = spawn(command, args, { cwd, env, timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

/** What a product's test would do: all entries are imported, and everything is called and shown. */
const TRY = `
  const { createClient } = await import('ahaloop');
  const { connect, connectTours } = await import('ahaloop/widgets');
  const { defineLifecycle } = await import('ahaloop/lifecycle');
  const { trackVitals } = await import('ahaloop/vitals');
  const { trackReferral } = await import('ahaloop/referral');
  await import('ahaloop/widgets/tour-driver');
  ${WIDGETS.map((widget) => `await import('ahaloop/widgets/${widget}');`).join(' ')}
  const lifecycle = defineLifecycle({ version: 1, milestones: { first: { event: 'Report Created' } } });
  const aha = createClient({ writeKey: 'wk_shop', endpoint: 'http://127.0.0.1:9', lifecycle });
  const undo = connect(aha);
  connectTours({ start: async () => 'done' })();
  trackVitals(aha);
  trackReferral(aha);
  const receipt = await aha.track('Report Created', { kind: 'sales' });
  void aha.page();
  await aha.respond({ survey: 's', kind: 'nps', score: 9 });`;
const SHOW = `
  const settings = {
    checklist: { items: [{ id: 'first', title: 'Begin', byHand: true }] },
    survey: { questions: [{ id: 'why', kind: 'text', title: 'Why?' }] },
    referral: { link: 'https://example.com/r/x' }, prompt: { title: 'News' }, rewards: { granted: 5 } };
  for (const widget of ${JSON.stringify(WIDGETS)}) {
    for (const placement of ['inline', 'corner', 'banner', 'modal']) {
      const element = document.createElement('aha-' + widget);
      element.settings = settings[widget] ?? {};
      element.setAttribute('placement', placement);
      element.setAttribute('open', '');
      document.body.append(element);
    }
  }
  const cards = () => [...document.body.children].filter(({ shadowRoot }) => shadowRoot?.querySelector('.card')).length;
  for (let tries = 0; cards() < 32 && tries < 300; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(cards()).toBe(32);
  expect(receipt.messageId).not.toBeNull();
  document.body.replaceChildren();
  undo();
  await aha.close();
  expect((await aha.track('Later')).reason).toBe('closed');`;

/** A project that has the package installed, and of what else there is the runners. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const at = join(folder, name);
  mkdirSync(join(at, 'node_modules'), { recursive: true });
  for (const one of readdirSync(join(ROOT, 'node_modules'))) {
    if (one !== 'ahaloop' && !one.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', one), join(at, 'node_modules', one));
  }
  symlinkSync(join(folder, 'package'), join(at, 'node_modules', 'ahaloop'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
  return at;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ahaloop-package-'));
  await run('npm', ['pack', '--silent', '--pack-destination', folder], ROOT);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', tarball!], folder);
  // Its dependencies, as an install would have them.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'package', 'node_modules'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('in Node every entry can be imported and everything is called, without effect, and the process ends', async () => {
  const at = project('plain', { 'main.mjs': `${TRY}\n process.stdout.write(JSON.stringify(receipt));` });
  const output = await run(process.execPath, ['main.mjs'], at);
  expect(JSON.parse(output)).toEqual({ messageId: null, durable: false, reason: 'no-browser' });
});

test('a client of a module alone lets its process end', async () => {
  const at = project('module', {
    'main.mjs': `import { createClient } from 'ahaloop';\nexport const aha = createClient({ writeKey: 'x', endpoint: 'http://127.0.0.1:9' });`,
  });
  expect(await run(process.execPath, ['main.mjs'], at)).toBe('');
});

test('on a server React and Preact render the elements', async () => {
  const at = project('server', {
    'main.mjs': `${TRY}
      const { createElement } = await import('react');
      const { renderToString } = await import('react-dom/server');
      const preact = await import('preact');
      const server = await import('preact-render-to-string');
      process.stdout.write(renderToString(createElement('aha-nps', { survey: 'a' })) + server.renderToString(preact.h('aha-nps', { survey: 'b' })));`,
  });
  expect(await run(process.execPath, ['main.mjs'], at)).toBe(
    '<aha-nps survey="a"></aha-nps><aha-nps survey="b"></aha-nps>',
  );
});

test('in Vitest with jsdom everything can be imported, called and shown, and nothing is thrown', async () => {
  const at = project('vitest', {
    'package.json': '{"type":"module"}',
    'vitest.config.mjs': `export default { test: { environment: 'jsdom', testTimeout: 60_000 } };`,
    'shop.test.js': `import { expect, test } from 'vitest';\ntest('shop', async () => {${TRY}${SHOW}});`,
  });
  expect(await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], at)).toMatch(/1 passed/);
});

test('in Jest with jsdom everything can be imported, called and shown, and nothing is thrown', async () => {
  const at = project('jest', {
    'package.json': '{"type":"module"}',
    'jest.config.mjs': `export default { testEnvironment: 'jsdom', transform: {}, testTimeout: 60_000 };`,
    'shop.test.js': `test('shop', async () => {${TRY}${SHOW}});`,
  });
  const jest = ['--experimental-vm-modules', '--preserve-symlinks', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  expect(await run(process.execPath, jest, at)).toMatch(/1 passed/);
});

test('it has its docs, and source maps that hold the TypeScript they name', () => {
  const at = join(folder, 'package');
  expect(readdirSync(join(at, 'docs'))).toContain('widgets.md');
  const maps = readdirSync(join(at, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js.map'),
  );
  expect(maps.length).toBeGreaterThan(20);
  for (const name of maps) {
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(at, 'dist', name), 'utf8')) as {
      sources: string[];
      sourcesContent: (string | null)[];
    };
    const own = sources.filter((source) => !source.includes('node_modules') && !source.startsWith('\0'));
    expect(
      own.filter((source) => !/\.tsx?$/.test(source)),
      name,
    ).toEqual([]);
    sources.forEach((source, at) => {
      if (own.includes(source)) expect(sourcesContent[at], source).toBeTruthy();
    });
  }
});
