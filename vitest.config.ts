import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // Neither a build nor a process of its own.
        test: {
          name: 'unit',
          include: ['{src,widgets,scripts,test/unit}/**/*.test.ts'],
          environment: 'node',
          pool: 'threads',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'collector',
          include: ['collector/**/*.test.ts', 'test/clients/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
          environment: 'node',
          // The engine inside the collector takes one data folder a process: each file has a process of its own.
          pool: 'forks',
          testTimeout: 120_000,
          // A store's folder may take its time to be removed.
          hookTimeout: 120_000,
        },
      },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: { name: 'dom', include: ['src/**/*.test.tsx', 'widgets/**/*.test.tsx'], environment: 'happy-dom' },
      },
      {
        // Real Chromium, built files, a real collector.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'test/clients/**/*.browser.test.ts'],
          environment: 'node',
          pool: 'forks',
          // A fact may take long to come on a busy machine.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        // Every fault of the matrix, in the engines that ENGINES names (chromium).
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Each file has browsers of its own; much of a fault is waiting.
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      {
        // Figures, not facts: nothing here is part of `npm test`.
        test: {
          name: 'bench',
          include: ['bench/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          testTimeout: 900_000,
          fileParallelism: false,
          disableConsoleIntercept: true,
        },
      },
    ],
  },
});
