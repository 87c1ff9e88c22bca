/**
 * What the script tag's widgets cost a page, gzip: the first one with Preact and the kit, each further one beside it, what a survey loads
 * while its first question is read, the connection to the client, a locale. Fails where a limit is broken. In kB of 1000 bytes, as size-limit counts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const FOLDER = 'dist/sdk/widgets';
const LIMITS = { first: 10_600, further: 4_500, locale: 1_000, behind: 6_000, connection: 1_400 };
const FIRST = 'nps.js';

const sizes = new Map();
const sizeOf = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(FOLDER, file)), { level: 9 }).length);
  return sizes.get(file);
};
/** A file and all that it imports before it runs. */
const closure = (file, found = new Set()) => {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(FOLDER, file), 'utf8');
  for (const [, path] of text.matchAll(/(?:^|[;}])import(?:[^"'()]*from)?\s*["'](\.[^"']+)["']/g)) {
    closure(normalize(join(dirname(file), path)), found);
  }
  return found;
};
const sum = (files) => [...files].reduce((bytes, file) => bytes + sizeOf(file), 0);

const first = closure(FIRST);
const rows = [[`${FIRST}, the first widget: Preact, the kit and itself`, sum(first), LIMITS.first]];
for (const name of readdirSync(FOLDER)) {
  if (!name.endsWith('.js') || [FIRST, 'connect.js'].includes(name)) continue;
  const further = [...closure(name)].filter((file) => !first.has(file));
  rows.push([`${name}, beside the first`, sum(further), LIMITS.further]);
}
const asking = readdirSync(FOLDER, { recursive: true }).find((name) => name.endsWith('/asking.js'));
const behind = [...closure(asking)].filter((file) => !first.has(file));
rows.push([`${asking}, behind the first question of every survey`, sum(behind), LIMITS.behind]);
rows.push(['connect.js, between widgets and the script tag', sizeOf('connect.js'), LIMITS.connection]);
const locale = /\.(ar|de|es|fr|ja|ko|pt-BR|zh-CN|zh-TW)\.js$/;
const locales = readdirSync(FOLDER, { recursive: true }).filter((name) => locale.test(name));
const [largest = ''] = locales.sort((a, b) => sizeOf(b) - sizeOf(a));
rows.push([`${largest}, the largest of ${locales.length} locale files`, sizeOf(largest), LIMITS.locale]);

for (const [what, bytes, limit] of rows) {
  const [size, most] = [bytes, limit].map((count) => (count / 1000).toFixed(2));
  process.stdout.write(`${bytes > limit ? 'TOO LARGE' : 'ok'}  ${size} of ${most} kB  ${what}\n`);
}
if (rows.some(([, bytes, limit]) => bytes > limit)) process.exitCode = 1;
