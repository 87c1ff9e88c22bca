/**
 * The built files hold no syntax and no API that is younger than the engines which the README names.
 */
import { ESLint } from 'eslint';
import esX from 'eslint-plugin-es-x';
import { expect, test } from 'vitest';

type Rules = Record<string, 'error' | 'off'>;
const { configs } = esX as unknown as { configs: Record<string, { rules: Rules }> };

/** Chrome 85, Firefox 79 and Safari 15 have all of ES2021, and fields of classes. */
const TRACKING: Rules = { ...configs['flat/restrict-to-es2021']!.rules, 'es-x/no-class-instance-fields': 'off' };
/** Chrome 93, Firefox 101 and Safari 16.4 have all of ES2022. */
const WIDGETS: Rules = { ...configs['flat/restrict-to-es2022']!.rules };

test.each([
  ['tracking', ['dist/sdk/*.js', 'dist/sdk/chunks/*.js'], TRACKING],
  ['widgets', ['dist/sdk/widgets/**/*.js'], WIDGETS],
])('%s: nothing is younger than its engines', async (_, files, rules) => {
  const eslint = new ESLint({
    overrideConfigFile: true,
    ignore: false,
    allowInlineConfig: false,
    overrideConfig: [
      { ignores: ['!**/dist/**'] },
      { plugins: { 'es-x': esX }, rules, languageOptions: { ecmaVersion: 'latest', sourceType: 'module' } },
    ],
  });
  const results = await eslint.lintFiles(files);
  expect(results.length).toBeGreaterThan(0);
  const found = results.flatMap(({ filePath, messages }) =>
    messages.map(({ message }) => `${filePath.split('/dist/')[1]}: ${message}`),
  );
  expect(found).toEqual([]);
});
