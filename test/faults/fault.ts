/**
 * A fault of the matrix as a test: the same script in each engine that `ENGINES` names (default: `chromium`).
 */
import { afterAll, expect, test } from 'vitest';
import { ENGINE_NAMES, EngineMissing, type Engine, type EngineName } from '../helpers/engines/engine.js';
import { launchEngine } from '../helpers/engines/launch-engine.js';
import type { Outcome } from './outcome.js';
import { setScene, type Scene, type Scenery } from './scene.js';

declare module 'vitest' {
  interface TaskMeta {
    /** For the table that report.ts prints. */
    fault?: { readonly row: number; readonly title: string; readonly engine: EngineName; outcome?: Outcome };
  }
}

export interface FaultOptions extends Scenery {
  /** Where it can happen; default: in all. */
  readonly engines?: readonly EngineName[];
  /** Events that may reach the collector again: those whose acknowledgement was lost. Default: none. */
  readonly repeated?: number;
}

const read = (variable: string | undefined): EngineName[] =>
  ENGINE_NAMES.filter((name) => variable?.split(',').some((word) => word.trim() === name));

const required = read(process.env.REQUIRE_ENGINES);
const wanted = [...new Set([...read(process.env.ENGINES ?? 'chromium'), ...required])];

/** A driver session of WebKit ends with a page that hangs: each fault has its own. The others serve a whole file. */
const kept = new Map<EngineName, Engine>();
const running = new Set<Engine>();
async function browserFor(name: EngineName): Promise<Engine> {
  const browser = kept.get(name) ?? (await launchEngine(name));
  running.add(browser);
  if (name !== 'webkit') kept.set(name, browser);
  return browser;
}
async function quit(browser: Engine): Promise<void> {
  running.delete(browser);
  await browser.quit();
}
afterAll(async () => {
  await Promise.all([...running].map(quit));
});

/**
 * Plays a fault and asserts what it cost: no event lost, none stored twice, no preflight asked for.
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
  const { engines = ENGINE_NAMES, repeated = 0 } = options;
  for (const engine of wanted.filter((name) => engines.includes(name))) {
    test(`${row}. ${title} (${engine})`, async ({ task, skip }) => {
      task.meta.fault = { row, title, engine };
      const browser = await browserFor(engine).catch((error: unknown) => {
        if (error instanceof EngineMissing && !required.includes(engine)) return skip(error.message);
        throw error;
      });
      const scene = await setScene(browser, options);
      try {
        await script(scene);
        const outcome = scene.outcome();
        expect(outcome).toMatchObject({ lost: 0, storedTwice: 0 });
        expect(outcome.repeated).toBeLessThanOrEqual(repeated);
        expect(scene.collector.preflights).toBe(0);
      } finally {
        task.meta.fault.outcome = scene.outcome();
        await scene.end();
        if (engine === 'webkit') await quit(browser);
      }
    });
  }
}
