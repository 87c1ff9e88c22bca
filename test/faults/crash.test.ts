/**
 * Fault 36, at its worst: a renderer that ends right after calls, whatever the queue is at. The page is held in the task of the calls
 * until its process is killed, so that nothing but what was begun in that task can survive. `npm run test:crash` tries it 50 times.
 */
import { expect } from 'vitest';
import type { Client } from '../../src/client.js';
import { cpuTicks, processesBelow, signal } from '../helpers/engines/processes.js';
import { fault } from './fault.js';
import type { Scene } from './scene.js';
import { waitUntil } from './wait-until.js';

const TRIALS = Number(process.env.CRASH_TRIALS ?? 2);
const CALLS = 200;

/** When the calls are made, and what brings that about. */
const MOMENTS = {
  'nothing being under way': 'idle',
  'in the task after another call': 'put',
  'while the record of an upload is removed': 'delete',
  'while records are read for an upload': 'getAll',
  'while an upload is under way': 'fetch',
} as const;
type Moment = (typeof MOMENTS)[keyof typeof MOMENTS];

/** Makes the calls at their moment, says that they are made, and never ends the task. */
const armInPage = (moment: Moment, from: number, count: number, noteUrl: string): void => {
  const client = window.ahaloop as Client;
  let armed = true;
  const strike = async (): Promise<void> => {
    for (let n = from; n < from + count; n++) void client.track('Step', { n });
    void fetch(`${noteUrl}?struck-${from}`, { mode: 'no-cors' });
    // The microtasks of the calls are part of their task.
    for (let hop = 0; hop < 50; hop++) await Promise.resolve();
    for (;;);
  };
  const strikeAt = (target: object, name: string, how: (run: () => void) => void): void => {
    const members = target as Record<string, (...args: unknown[]) => unknown>;
    const original = members[name]!;
    members[name] = function (this: unknown, ...args: unknown[]) {
      const result = original.apply(this, args);
      if (armed) how(() => void strike());
      armed = false;
      return result;
    };
  };
  const nextTask = (run: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = run;
    port2.postMessage(null);
  };
  switch (moment) {
    case 'idle':
      return nextTask(() => void strike());
    case 'put':
      strikeAt(IDBObjectStore.prototype, 'put', nextTask);
      void client.track('Before');
      return;
    case 'delete':
    case 'getAll':
      strikeAt(IDBObjectStore.prototype, moment, queueMicrotask);
      void client.track('Before').then(() => client.flush());
      return;
    case 'fetch':
      // The client's own `fetch` is the one of when it was loaded; the collector says when it is asked.
      void client.track('Before').then(() => client.flush());
      return;
  }
};
const strikeInPage = (from: number, count: number, noteUrl: string): void => {
  for (let n = from; n < from + count; n++) void (window.ahaloop as Client).track('Step', { n });
  void fetch(`${noteUrl}?struck-${from}`, { mode: 'no-cors' });
  void (async () => {
    for (let hop = 0; hop < 50; hop++) await Promise.resolve();
    for (;;);
  })();
};

/** The process of a page that never ends its task. */
async function busiestRenderer(browserPid: number): Promise<number> {
  const ticks = (): Map<number, number> =>
    new Map(
      processesBelow(browserPid)
        .filter(({ command }) => command.includes('--type=renderer'))
        .map(({ pid }) => [pid, cpuTicks(pid)]),
    );
  const before = ticks();
  let busiest = 0;
  await waitUntil('a process is busy', () => {
    const spent = [...ticks()].map(([pid, now]) => [now - (before.get(pid) ?? now), pid] as const);
    const [most, pid] = spent.sort(([a], [b]) => b - a)[0]!;
    busiest = pid;
    return most >= 20;
  });
  return busiest;
}

async function crashAt(moment: Moment, scene: Scene): Promise<void> {
  const { collector, browser, open } = scene;
  const noteUrl = collector.sdkUrl.replace(/\/sdk$/, '/note');
  const page = await open();
  const from = scene.expect(CALLS);
  const before = collector.requests.length;
  if (moment === 'fetch') collector.next({ type: 'hang' });
  // It never answers: the page hangs.
  page.evaluate(armInPage, moment, from, CALLS, noteUrl).catch(() => {});
  if (moment === 'fetch') {
    await waitUntil('an upload is under way', () => collector.requests.length > before);
    page.evaluate(strikeInPage, from, CALLS, noteUrl).catch(() => {});
  }
  await waitUntil('the calls are made', () => collector.notes.includes(`struck-${from}`));
  signal(await busiestRenderer(browser.pid), 'SIGKILL');
  await open('/next');
  await scene.delivered();
}

for (const [when, moment] of Object.entries(MOMENTS)) {
  fault(
    36,
    `a page that crashes right after ${CALLS} calls, ${when}, loses none of them`,
    { engines: ['chromium'], repeated: 10_000, always: true },
    async (scene) => {
      for (let trial = 0; trial < TRIALS; trial++) await crashAt(moment, scene);
      expect(scene.outcome().lost).toBe(0);
    },
  );
}
