import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import ts from 'typescript';
import { widgetFiles } from '../../scripts/new-widget.mjs';

const files = widgetFiles('checklist');

test('a new widget has the files that every widget has', () => {
  const paths = Object.keys(files);
  expect(paths).toContain('widgets/checklist/checklist.element.tsx');
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test('they are TypeScript, with no word left open', () => {
  for (const [fileName, text] of Object.entries(files)) {
    const { diagnostics } = ts.transpileModule(text, {
      fileName,
      reportDiagnostics: true,
      compilerOptions: { jsx: ts.JsxEmit.ReactJSX },
    });
    expect([fileName, ...(diagnostics ?? [])]).toEqual([fileName]);
    expect(text).not.toMatch(/undefined/);
  }
});
