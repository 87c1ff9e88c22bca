/** Other makers' clients for Node, unmodified, with their host pointed here and a bad network between. */
import { createRequire } from 'node:module';
import { Analytics as Segment } from '@segment/analytics-node';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../collector/test-support/temp-folder.js';
import type { EventType } from '../../src/wire/event.js';
import { PROXY_FAULTS, startFaultProxy, type ProxyFault } from '../helpers/fault-proxy.js';
import { startCollector } from '../helpers/start-collector.js';
import { EACH, eventFields, expectAllWhole, storedCount } from './client-events.js';

const require = createRequire(import.meta.url);

/** What the clients for servers have in common; their types do not agree on more. */
type Call = (message: object, onSettled?: () => void) => unknown;
type ServerClient = Readonly<Record<EventType, Call>> & { flush(): Promise<unknown> };
type ServerClientClass = new (writeKey: string, options: object) => ServerClient;

interface ClientUnderTest {
  readonly types: readonly EventType[];
  readonly faults: readonly ProxyFault[];
  /** Columns that the client has no field for. */
  readonly without?: readonly string[];
  /** Sends the nth event of a type, or puts it into the client's queue. */
  connect(url: string): { send(type: EventType, n: number): unknown; flush?(): unknown };
}

const ALL = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;

/** One message of the HTTP API's shape, as all of them take it. */
function message(type: EventType, n: number): object {
  const { userId, event, name, category, properties, groupId, previousId, traits } = eventFields(n);
  const own: Record<EventType, object> = {
    track: { event, properties },
    page: { name, category, properties },
    screen: { name, category, properties },
    identify: { traits },
    group: { groupId, traits },
    alias: { previousId },
  };
  return { userId, ...own[type] };
}

/** Flushed when each message was answered: what is stored may still be sent again, where its reply was lost. */
function answered(client: ServerClient): ReturnType<ClientUnderTest['connect']> {
  const answers: Promise<void>[] = [];
  return {
    send: (type, n) => void answers.push(new Promise((resolve) => client[type](message(type, n), () => resolve()))),
    flush: () => Promise.all(answers),
  };
}

const CLIENTS: Readonly<Record<string, ClientUnderTest>> = {
  '@segment/analytics-node': {
    types: ALL,
    faults: PROXY_FAULTS,
    connect(url) {
      const client = new Segment({ writeKey: 'test-key', host: url, flushAt: 10, flushInterval: 100 });
      onTestFinished(() => client.closeAndFlush({ timeout: 1_000 }));
      return { send: (type, n) => (client as unknown as ServerClient)[type](message(type, n)) };
    },
  },
  'analytics-node': {
    types: ALL,
    faults: PROXY_FAULTS,
    connect(url) {
      const Client = require('analytics-node') as ServerClientClass;
      const client = new Client('test-key', { host: url, flushAt: 10, flushInterval: 100 });
      return answered(client);
    },
  },
  '@rudderstack/rudder-sdk-node': {
    types: ALL,
    faults: PROXY_FAULTS,
    connect(url) {
      const Client = require('@rudderstack/rudder-sdk-node') as ServerClientClass;
      const client = new Client('test-key', { dataPlaneUrl: url, flushAt: 10, flushInterval: 100 });
      return answered(client);
    },
  },
  // It never sends anything twice: its events arrive where the network is good.
  '@jitsu/js': {
    types: ['track', 'identify', 'page', 'group'],
    faults: [],
    without: ['category'],
    connect(url) {
      const { jitsuAnalytics } = require('@jitsu/js') as { jitsuAnalytics(options: object): JitsuClient };
      const client = jitsuAnalytics({ host: url, writeKey: 'test-key:secret', s2s: true });
      return { send: (type, n) => sendWithJitsu(client, type, eventFields(n)) };
    },
  },
};

interface JitsuClient {
  track(event: string, properties: object): Promise<unknown>;
  page(properties: object): Promise<unknown>;
  identify(userId: string, traits: object): Promise<unknown>;
  group(groupId: string, traits: object): Promise<unknown>;
}

function sendWithJitsu(client: JitsuClient, type: EventType, fields: ReturnType<typeof eventFields>): Promise<unknown> {
  const { event, name, userId, groupId, properties, traits } = fields;
  if (type === 'track') return client.track(event, properties);
  if (type === 'page') return client.page({ name, ...properties });
  return type === 'identify' ? client.identify(userId, traits) : client.group(groupId, traits);
}

test.each(Object.entries(CLIENTS))(
  `%s: ${EACH} of every type arrive, each once and whole`,
  async (_, { types, faults, without = [], connect }) => {
    const collector = await startCollector({ dataDir: tempFolder(), args: ['--linger-ms', '5'] });
    onTestFinished(() => collector.kill());
    const proxy = await startFaultProxy(collector.url, faults);
    onTestFinished(() => proxy.stop());
    const client = connect(proxy.url);
    for (const type of types) for (let n = 0; n < EACH; n++) await client.send(type, n);
    await client.flush?.();
    await storedCount(collector.url, types.length * EACH);
    expect(proxy.left).toBe(0);
    expect(await collector.stop()).toBe(0);
    await expectAllWhole(collector.dataDir, types, EACH, without);
  },
);
