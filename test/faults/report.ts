/**
 * A vitest reporter: after a run it prints the table of faults × engines. A cell says what the fault cost:
 * lost / stored twice, and in brackets what came to the collector again, and what was given up with a reason, where there is any.
 */
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { ENGINE_NAMES, type EngineName } from '../helpers/engines/engine.js';

type Cells = Map<EngineName, string>;

function cell(test: TestCase): string {
  const { state } = test.result();
  const { outcome } = test.meta().fault ?? {};
  if (state === 'skipped' || !outcome) return state === 'failed' ? 'FAILED' : 'not run';
  const { lost, storedTwice, repeated, givenUp } = outcome;
  const more = [repeated && `${repeated} again`, givenUp && `${givenUp} given up`].filter(Boolean).join(', ');
  return `${state === 'failed' ? 'FAILED ' : ''}${lost} / ${storedTwice}${more && ` (${more})`}`;
}

/** The table as text, or null where no fault was run. */
export function faultTable(tests: readonly TestCase[]): string | null {
  const rows = new Map<string, { readonly row: number; readonly cells: Cells }>();
  for (const test of tests) {
    const { fault } = test.meta();
    if (!fault) continue;
    const name = `${fault.row}. ${fault.title}`;
    const { cells } = rows.get(name) ?? { cells: new Map() as Cells };
    cells.set(fault.engine, cell(test));
    rows.set(name, { row: fault.row, cells });
  }
  if (!rows.size) return null;
  const engines = ENGINE_NAMES.filter((engine) => [...rows.values()].some(({ cells }) => cells.has(engine)));
  const lines = [...rows]
    .sort(([, a], [, b]) => a.row - b.row)
    .map(([name, { cells }]) => `| ${[name, ...engines.map((engine) => cells.get(engine) ?? '–')].join(' | ')} |`);
  const head = ['lost / stored twice', ...engines];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...lines].join('\n');
}

export default class FaultReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const table = faultTable(modules.flatMap((module) => [...module.children.allTests()]));
    if (table !== null) process.stdout.write(`\n${table}\n`);
  }
}
