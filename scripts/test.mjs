/**
 * `npm test`: all that CI asks for, two steps at a time, each as soon as what it needs is there. What computes runs beside what waits. The
 * output of a step comes in one piece when the step has ended. What failed comes last, so that the end of a log says why.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { stripVTControlCharacters } from 'node:util';

/** In order of urgency: what others wait for comes first, then the longest. `after`: what must have succeeded before. */
const STEPS = [
  { name: 'compile', run: 'tsc -b' },
  { name: 'find a browser', run: 'node scripts/find-browser.mjs' },
  { name: 'bundle', run: 'rollup -c --silent', after: ['compile'] },
  { name: 'format', run: 'prettier --check --log-level warn .' },
  { name: 'unit tests', run: 'vitest run --project unit --project dom' },
  { name: 'browser tests', run: 'vitest run --project browser', after: ['bundle', 'find a browser'] },
  { name: 'collector tests', run: 'vitest run --project collector', after: ['bundle'] },
  {
    name: 'fault matrix',
    run: 'vitest run --project faults --reporter=default --reporter=./test/faults/report.ts',
    after: ['bundle', 'find a browser'],
  },
  { name: 'lint', run: 'eslint .', after: ['compile'] },
  { name: 'types of tests', run: 'tsc -p test', after: ['compile'] },
];

const AT_ONCE = Math.max(2, Math.min(4, availableParallelism()));
const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
const startMs = performance.now();
const seconds = (fromMs) => `${((performance.now() - fromMs) / 1_000).toFixed(0)} s`;

/** How many tests vitest has counted in all steps. */
const tests = { passed: 0, failed: 0 };
function countTests(output) {
  // The line that vitest ends with: "Tests  1 failed | 12 passed (13)", in colours on a terminal.
  const line = stripVTControlCharacters(output).match(/^ *Tests .*$/m)?.[0] ?? '';
  for (const key of Object.keys(tests)) tests[key] += Number(line.match(new RegExp(`(\\d+) ${key}`))?.[1] ?? 0);
}

/** What the failed steps printed. */
const failures = [];
/** Steps that have ended: their result. */
const results = new Map();
const running = new Map();

/** Runs a step's command; resolves with whether it succeeded. */
function run({ name, run: command }) {
  const fromMs = performance.now();
  const child = spawn(command, { shell: true, env: { ...process.env, ...color }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const result = code === 0 ? 'passed' : `FAILED with code ${code}`;
      results.set(name, `${result} in ${seconds(fromMs)}`);
      countTests(output);
      process.stdout.write(`\n── ${name}: ${results.get(name)} (${command})\n`);
      if (code === 0) process.stdout.write(output);
      else failures.push(`\n── ${name} failed:\n${output}`);
      resolve(code === 0);
    });
  });
}

const failed = new Set();
const waiting = [...STEPS];
while (waiting.length > 0 || running.size > 0) {
  for (const step of [...waiting]) {
    const { name, after = [] } = step;
    if (after.some((one) => failed.has(one))) {
      waiting.splice(waiting.indexOf(step), 1);
      failed.add(name);
      results.set(name, `not run: ${after.find((one) => failed.has(one))} failed`);
    } else if (running.size < AT_ONCE && after.every((one) => results.has(one))) {
      waiting.splice(waiting.indexOf(step), 1);
      const end = run(step).then((passed) => {
        running.delete(name);
        if (!passed) failed.add(name);
      });
      running.set(name, end);
    }
  }
  await Promise.race(running.values());
}

const lines = STEPS.map(({ name }) => `${name.padEnd(16)} ${results.get(name)}`);
for (const failure of failures) process.stdout.write(failure);
process.stdout.write(`\n${[...lines, `all in ${seconds(startMs)}`].join('\n')}\n`);
process.stdout.write(`${tests.passed} passed, ${tests.failed} failed\n`);
process.exitCode = failed.size > 0 ? 1 : 0;
