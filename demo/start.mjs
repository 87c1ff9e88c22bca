/**
 * Helloword, a customer's product, with a collector of its own: starts both, prints their addresses, stops both.
 * Builds nothing and needs no network. DEMO_PORT (4718), COLLECTOR_PORT (4717) and DEMO_DATA (.demo-data) may be set.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, listen } from './listen.mjs';
import { answerFigures } from './answer-figures.mjs';
import { serveSite } from './serve-site.mjs';

const PATIENCE_MS = 60_000;
const here = fileURLToPath(new URL('.', import.meta.url));
const program = join(here, '../collector/bin/ahaloop-collector.cjs');
const stub = join(here, '../dist/sdk/snippet.js');
const { DEMO_PORT = '4718', COLLECTOR_PORT = '4717', DEMO_DATA = join(here, '../.demo-data') } = process.env;
const say = (text) => process.stdout.write(`${text}\n`);

if (!existsSync(stub)) {
  say('demo: nothing is built yet; run `npm run demo`, which builds first.');
  process.exit(1);
}

const collectorPort = await freePort(Number(COLLECTOR_PORT));
const wantedPort = await freePort(Number(DEMO_PORT));
const origin = `http://127.0.0.1:${collectorPort}`;
const options = [
  ...['--data', DEMO_DATA, '--write-key', 'wk_demo=helloword', '--port', String(collectorPort)],
  ...['--lifecycle', `helloword=${join(here, 'lifecycle.json')}`],
  // Where a referral link leads.
  ...['--site', `helloword=http://127.0.0.1:${wantedPort}`],
];
const collector = spawn(process.execPath, [program, ...options], {
  stdio: ['ignore', 'ignore', 'inherit'],
  // Out of the terminal's group: Ctrl+C is for us, and the collector is told once.
  detached: true,
});
const figures = answerFigures(origin, readKey);
const site = serveSite(join(here, 'site'), origin, { '/ahaloop-stub.js': stub }, figures);

let stopping = false;
const stop = () => {
  stopping = true;
  site.close();
  site.closeAllConnections();
  collector.kill('SIGTERM');
};
process.on('SIGINT', stop).on('SIGTERM', stop);
process.on('exit', () => collector.kill('SIGTERM'));
collector.on('exit', (code, signal) => {
  if (!stopping) say(`demo: the collector has stopped by itself (${signal ?? `code ${code}`}).`);
  process.exit(stopping ? 0 : 1);
});

for (const until = Date.now() + PATIENCE_MS; !(await answers(`${origin}/healthz`)); await sleep(100)) {
  if (Date.now() < until) continue;
  say(`demo: the collector does not answer on ${origin}.`);
  process.exit(1);
}
if (!stopping) {
  const sitePort = await listen(site, wantedPort);
  say('');
  say(`  Helloword   http://127.0.0.1:${sitePort}`);
  say(`  Collector   ${origin}`);
  say(`  Figures     curl -H "Authorization: Bearer ${readKey()}" ${origin}/v1/reports/events`);
  say('');
  say('  Ctrl+C stops both.');
}

/** As the collector was given it, or has made it. */
function readKey() {
  return process.env.AHALOOP_READ_KEY || JSON.parse(readFileSync(join(DEMO_DATA, 'keys.json'), 'utf8')).readKey;
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // not listening yet
  }
}
