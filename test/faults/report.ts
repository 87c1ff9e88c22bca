/**
 * A vitest reporter: after a run it prints the table of faults × engines. A cell says what the fault cost:
 * lost / stored twice, and in brackets what came to the collector again, and what was given up with a reason, where there is any.
 *
 * With `FAULT_TABLE` it also writes the table to that file; engines that were not run keep what the file says of them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { ENGINE_NAMES, type EngineName } from '../helpers/engines/engine.js';

interface Row {
  readonly number: number;
  readonly cells: Map<EngineName, string>;
}

/** Rows by their number and title. */
type Table = Map<string, Row>;

const NOT_RUN = '–';

function cell(test: TestCase): string {
  const { state } = test.result();
  const { outcome, skipped } = test.meta().fault ?? {};
  if (skipped !== undefined) return `not here: ${skipped.replaceAll('|', '/').replaceAll('\n', ' ')}`;
  if (state === 'skipped' || !outcome) return state === 'failed' ? 'FAILED' : NOT_RUN;
  const { lost, storedTwice, repeated, givenUp } = outcome;
  const more = [repeated && `${repeated} again`, givenUp && `${givenUp} given up`].filter(Boolean).join(', ');
  return `${state === 'failed' ? 'FAILED ' : ''}${lost} / ${storedTwice}${more && ` (${more})`}`;
}

/** What went wrong, last of all, where it is found: each failure with its reason, and each fault that passed the second time. */
function troubles(tests: readonly TestCase[]): string[] {
  return tests.flatMap((test) => {
    const { state, errors } = test.result();
    const again = test.meta().fault?.again;
    if (state === 'failed')
      return [`FAILED ${test.name}: ${[...new Set(errors.map(({ message }) => message))].join(' | ')}`];
    return state === 'passed' && again ? [`passed the second time, nothing lost: ${test.name}: ${again}`] : [];
  });
}

/** The rows of a run. */
export function readTests(tests: readonly TestCase[]): Table {
  const table: Table = new Map();
  for (const test of tests) {
    const { fault } = test.meta();
    if (!fault) continue;
    const name = `${fault.row}. ${fault.title}`;
    const row = table.get(name) ?? { number: fault.row, cells: new Map() };
    row.cells.set(fault.engine, cell(test));
    table.set(name, row);
  }
  return table;
}

/** The rows of a table that `writeTable` has made, its columns as wide as they may be. */
export function readTable(text: string): Table {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((part) => part.trim()),
    );
  const engines = (lines[0] ?? []).slice(1).map((head) => head.split(' ')[0] as EngineName);
  const table: Table = new Map();
  for (const [name = '', ...texts] of lines.slice(2)) {
    const cells = new Map(texts.map((one, at) => [engines[at]!, one] as const).filter(([, one]) => one !== NOT_RUN));
    table.set(name.replaceAll('\\', ''), { number: parseInt(name, 10), cells });
  }
  return table;
}

/** The table as Markdown. */
export function writeTable(
  table: Table,
  engines: readonly EngineName[],
  versions = new Map<EngineName, string>(),
): string {
  const head = ['lost / stored twice', ...engines.map((engine) => versions.get(engine) ?? engine)];
  const lines = [...table]
    .sort(([, a], [, b]) => a.number - b.number)
    .map(([name, { cells }]) => `| ${[name, ...engines.map((engine) => cells.get(engine) ?? NOT_RUN)].join(' | ')} |`);
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...lines].join('\n');
}

const ABOUT = `# Faults survived

Written by \`npm run docs:faults\`. Each row is a test of \`test/faults\`; a cell says how many events the fault lost / stored twice, and in
brackets how many came to the collector again (and were stored once) and how many were given up with a reason that the page was told.
${NOT_RUN}: cannot happen in this engine, or was not run.
`;

/** Merges a run into what a file holds: the engines of the run are written anew, the others keep what they had. */
export function mergeTable(before: string, run: Table, ran: readonly EngineName[]): string {
  const merged: Table = new Map();
  for (const [name, { number, cells }] of [...readTable(before), ...run]) {
    const others = merged.get(name)?.cells ?? new Map<EngineName, string>();
    const own = run.has(name) ? cells : new Map([...cells].filter(([engine]) => !ran.includes(engine)));
    const all = new Map([...others, ...own]);
    if (all.size) merged.set(name, { number, cells: all });
  }
  return `${ABOUT}\n${writeTable(merged, ENGINE_NAMES)}\n`;
}

export default class FaultReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const run = readTests(tests);
    if (!run.size) return;
    const versions = new Map<EngineName, string>();
    for (const test of tests) {
      const { engine, version } = test.meta().fault ?? {};
      if (engine && version) versions.set(engine, version);
    }
    const engines = ENGINE_NAMES.filter((engine) => [...run.values()].some(({ cells }) => cells.has(engine)));
    process.stdout.write(`\n${writeTable(run, engines, versions)}\n`);
    const ran = engines.map((engine) => {
      const own = tests.filter((test) => test.meta().fault?.engine === engine);
      const count = (state: string): number => own.filter((test) => test.result().state === state).length;
      const minutes = own.reduce((sum, test) => sum + (test.diagnostic()?.duration ?? 0), 0) / 60_000;
      const name = versions.get(engine) ?? `${engine} (not here)`;
      return `${name}: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped, ${minutes.toFixed(1)} min of tests`;
    });
    const leftOut = tests.filter((test) => test.result().state === 'skipped' && !test.meta().fault).length;
    const more = leftOut ? [`${leftOut} more with FAULTS=all (npm run test:engines)`] : [];
    process.stdout.write(`\n${[...ran, ...more, ...troubles(tests)].join('\n')}\n`);
    const file = process.env.FAULT_TABLE;
    if (file) writeFileSync(file, mergeTable(existsSync(file) ? readFileSync(file, 'utf8') : '', run, engines));
  }
}
