/**
 * A fault of the matrix as a test: the same script in each engine that `ENGINES` names (default: `chromium`). `npm test` plays the first
 * fault of each row in a file, and those that ask for it; with `FAULTS=all` (`npm run test:engines`) all are played.
 */
import { afterAll, expect, test } from 'vitest';
import { ENGINE_NAMES, EngineMissing, type Engine, type EngineName } from '../helpers/engines/engine.js';
import { launchEngine } from '../helpers/engines/launch-engine.js';
import type { Outcome } from './outcome.js';
import { setScene, type Scene, type Scenery } from './scene.js';
import { waitUntil } from './wait-until.js';

declare module 'vitest' {
  interface TaskMeta {
    /** For the table that report.ts prints. */
    fault?: {
      readonly row: number;
      readonly title: string;
      readonly engine: EngineName;
      version?: string;
      outcome?: Outcome;
      /** Why it was played a second time. */
      again?: string;
      /** Why it was not played. */
      skipped?: string;
    };
  }
}

export interface FaultOptions extends Scenery {
  /** Where it can happen; default: in all. */
  readonly engines?: readonly EngineName[];
  /** Events that may reach the collector again: those whose acknowledgement was lost. Default: none. */
  readonly repeated?: number;
  /** It mostly waits: it is played in a browser of its own, at the same time as those beside it in the file that wait too. */
  readonly waits?: true;
  /** Played in every run, also where it is not the first of its row. */
  readonly always?: true;
}

/** A fault that cannot be brought about on this machine. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}

const read = (variable: string | undefined): EngineName[] =>
  ENGINE_NAMES.filter((name) => variable?.split(',').some((word) => word.trim() === name));

const required = read(process.env.REQUIRE_ENGINES);
const wanted = [...new Set([...read(process.env.ENGINES ?? 'chromium'), ...required])];

/** Whether every fault is played, or the first of each row in each file. */
const isWhole = process.env.FAULTS === 'all';
const playedRows = new Set<string>();

/** How long what is late may still come before it counts as lost. */
const LATE_MS = 20_000;

/** How long tabs and servers may take to close before the browser is ended instead. */
const END_LIMIT_MS = 15_000;

/** A driver session of WebKit ends with a page that hangs: each fault has its own. The others serve a whole file. */
const kept = new Map<EngineName, Engine>();
const running = new Set<Engine>();
async function browserFor(name: EngineName, alone: boolean): Promise<Engine> {
  const browser = (alone ? undefined : kept.get(name)) ?? (await launchEngine(name));
  running.add(browser);
  if (!alone) kept.set(name, browser);
  return browser;
}
async function quit(browser: Engine): Promise<void> {
  if (!running.delete(browser)) return;
  if (kept.get(browser.name) === browser) kept.delete(browser.name);
  await browser.quit();
}
afterAll(async () => {
  await Promise.all([...running].map(quit));
});

const inTime = (work: Promise<void>): Promise<boolean> =>
  Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, END_LIMIT_MS, false).unref()),
  ]);

/**
 * Plays a fault and asserts what it cost: no event lost, none stored twice, no preflight asked for.
 *
 * It is played once more where it fails although nothing was lost or stored twice, as on a machine that was too busy for a
 * browser to start or a wait to end in time; the report says so. A broken promise is never played again.
 *
 * @param row its number in the matrix.
 * @param title what is true in spite of it.
 */
export function fault(
  row: number,
  title: string,
  options: FaultOptions,
  script: (scene: Scene) => Promise<void>,
): void {
  const { engines = ENGINE_NAMES, repeated = 0, waits = false, always = false } = options;
  const alike = waits ? test.concurrent : test;
  for (const engine of wanted.filter((name) => engines.includes(name))) {
    let promiseKept = true;
    const retry = { count: 1, condition: () => promiseKept };
    const key = `${row} ${engine}`;
    const isLeftOut = !isWhole && !always && playedRows.has(key);
    playedRows.add(key);
    (isLeftOut ? test.skip : alike)(`${row}. ${title} (${engine})`, { retry }, async ({ task, skip, signal }) => {
      const again = task.meta.fault?.again;
      const meta: NonNullable<typeof task.meta.fault> = { row, title, engine, ...(again && { again }) };
      task.meta.fault = meta;
      const leave = (why: string): never => {
        meta.skipped = why;
        return skip(why);
      };
      const alone = waits || engine === 'webkit';
      const browser = await browserFor(engine, alone).catch((error: unknown) => {
        if (error instanceof EngineMissing && !required.includes(engine)) return leave(error.message);
        throw error;
      });
      meta.version = browser.version;
      // A fault that has run out of time takes its browser with it: else it would end that of the fault after it.
      signal.addEventListener('abort', () => void quit(browser).catch(() => {}));
      const scene = await setScene(browser, options);
      let passed = false;
      try {
        await script(scene);
        const outcome = scene.outcome();
        expect(outcome).toMatchObject({ lost: 0, storedTwice: 0 });
        expect(outcome.repeated).toBeLessThanOrEqual(repeated);
        expect(scene.collector.preflights).toBe(0);
        passed = true;
      } catch (error) {
        if (error instanceof NotHere) leave(error.message);
        const isKept = (): boolean => scene.outcome().lost <= 0;
        await waitUntil('what is late has come', isKept, LATE_MS).catch(() => {});
        promiseKept = isKept() && scene.outcome().storedTwice === 0;
        meta.again = (error as Error).message.split('\n')[0]!;
        throw error;
      } finally {
        meta.outcome = scene.outcome();
        const closed = await inTime(scene.end());
        // What has gone wrong in a browser is not handed on to the next fault.
        if (alone || !passed || !closed) await inTime(quit(browser));
      }
    });
  }
}
