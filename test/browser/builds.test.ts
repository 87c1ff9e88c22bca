/**
 * The script build renames private properties; the npm build does not. Both send the same events, member by member.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import type { LifecycleDefinition } from '../../src/lifecycle/definition.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { AS_READER, startCollector, type RunningCollector } from '../helpers/start-collector.js';

type Stored = Readonly<Record<string, unknown>>;

const DIST = new URL('../../dist/', import.meta.url);
const USER = 'ada';

/** Makes each kind of report: a milestone, a stage, and later another level of health. */
const DEFINITION: LifecycleDefinition = {
  version: 1,
  facts: { reports: { count: 'Report Created' } },
  milestones: { first_report: { event: 'Report Created', within: '1d', aha: true } },
  stages: [{ id: 'active', enter: { reports: { $gte: 1 } } }],
  health: { signals: [{ fact: 'reports', from: 0, to: 2, points: 100 }], warnBelow: 60 },
};

let browser: Browser;
let collector: RunningCollector;
let siteUrl: string;
const server = createServer(({ url = '' }, response) => {
  const path = url.split('?')[0]!;
  if (path.startsWith('/dist/')) {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(new URL(path.slice(6), DIST)));
  } else if (path === '/lifecycle.json') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(DEFINITION));
  } else {
    const html = `<!doctype html><html lang="en"><title>Shop</title>${TAGS[inPage](collector.url)}`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  }
});

beforeAll(async () => {
  [browser, collector] = await Promise.all([
    launchBrowser(),
    startCollector({ writeKeys: BUILDS.map((key) => `${key}=${key}`) }),
  ]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await collector.stop();
});

/** What puts each build into a page. */
const TAGS = {
  script: (endpoint: string) =>
    `<script src="${endpoint}/sdk/ahaloop.js" data-write-key="script" data-page="off" data-lifecycle="/lifecycle.json"></script>`,
  npm: (endpoint: string) => `<script type="module">
    import { createClient } from '/dist/index.js';
    import { defineLifecycle } from '/dist/lifecycle.js';
    import { trackReferral } from '/dist/referral.js';
    const lifecycle = defineLifecycle(await (await fetch('/lifecycle.json')).json());
    const client = createClient({ writeKey: 'npm', endpoint: '${endpoint}', lifecycle });
    trackReferral(client);
    window.ahaloop = client;
  </script>`,
};
/** What `callAll` makes, in order of their names. */
const EVENTS = [
  ...['Activation Milestone Reached', 'Health Changed', 'Referral Attributed', 'Referral Link Opened'],
  ...['Report Created', 'Report Created', 'Stage Entered', 'Survey Submitted', 'alias', 'group', 'identify', 'page'],
];
const BUILDS = ['script', 'npm'] as const;
/** The build that is in the site's page now: both have the same address. */
let inPage: keyof typeof TAGS = 'script';

/** Makes an event of each type, and of each kind that the client makes by itself. */
async function callAll(): Promise<void> {
  const client = window.ahaloop as Client;
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await until(() => client.state() !== null);
  await client.page('Docs', 'Start', { section: 'begin' });
  await client.track('Report Created', { kind: 'sales', rows: 3, nested: { list: [1, null, 'x'] } });
  await client.identify('ada', { plan: 'pro', email: 'ada@example.com' });
  await client.group('acme', { seats: 5 });
  await client.alias('ada', 'former');
  await client.respond({ survey: 'relationship', kind: 'nps', score: 9, comment: 'Fast', responseId: 'r1' });
  await until(() => client.state()?.stage === 'active');
  await client.track('Report Created', { kind: 'costs' });
  await until(() => client.state()?.health?.level === 'healthy');
  await until(() => client.pending() === 0);
}

/** Ids, times and what differs between two moments, by their kind. */
function normalized(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => normalized(item));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normalized(member, key)]));
  if (typeof value === 'string') {
    if (/^\{.*\}$/s.test(value)) return normalized(JSON.parse(value));
    if (/^[\da-f]{8}-[\da-f-]{27}$/.test(value)) return '<id>';
    if (/^\d{4}-\d\d-\d\d[T ][\d:.]+Z?$/.test(value)) return '<time>';
  }
  if (typeof value === 'number' && value > 1e12) return '<milliseconds>';
  return name === 'project' ? '<project>' : value;
}

async function eventsOf(build: keyof typeof TAGS): Promise<Stored[]> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Tokyo' });
  const page = await context.newPage();
  inPage = build;
  const query = 'utm_source=mail&utm_medium=email&utm_campaign=spring&gclid=click&aha_ref=FRIEND';
  await page.goto(`${siteUrl}/shop?${query}`, { referer: 'https://news.example/story' });
  await page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
  await page.evaluate(callAll);
  await expect.poll(async () => (await exported(build)).length).toBeGreaterThanOrEqual(EVENTS.length);
  const events = (await exported(build)).map((event) => normalized(event) as Stored);
  await context.close();
  const nameOf = ({ type, event, properties }: Stored) => JSON.stringify([type, event, properties]);
  return events.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** The user's events, and those of the visitor before: a browser that a program drives is a robot, whose sign-in joins nobody. */
async function exported(project: string): Promise<Stored[]> {
  const eventsOfId = async (id: string): Promise<Stored[]> => {
    const response = await fetch(`${collector.url}/v1/person/${id}/export?project=${project}`, { headers: AS_READER });
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Stored);
  };
  const users = await eventsOfId(USER);
  const visitor = users[0]?.anonymousId;
  return typeof visitor === 'string' ? [...users, ...(await eventsOfId(visitor))] : users;
}

test('an event of the script build is an event of the npm build, member by member', async () => {
  const [script, npm] = [await eventsOf('script'), await eventsOf('npm')];
  expect(npm.map(({ type, event }) => event || type).sort()).toEqual(EVENTS);
  expect(script).toEqual(npm);
  // What surrounds an event is there to be compared.
  const contexts = npm.flatMap(({ context }) => Object.keys(context as object));
  expect(contexts).toEqual(expect.arrayContaining(['page', 'campaign', 'locale', 'timezone', 'screen', 'attribution']));
});
