import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Who may import whom (CONTRIBUTING.md): every folder names what it must not reach for. */
const room = (files, patterns, message) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: patterns, message }] }] },
});

export default tseslint.config(
  { ignores: ['**/build/**', '**/dist/**', '**/node_modules/**', 'coverage/**', '**/.demo-data/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'src/tsconfig.json',
          'src/*/tsconfig.json',
          'widgets/tsconfig.json',
          'collector/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `!` after an index that was just checked reads better than a branch that cannot be reached.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // A method of an interface may be async and have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Our objects are closures: no method of theirs knows `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-console': 'error',
    },
  },
  {
    files: [
      'src/start-client.ts',
      'src/script.ts',
      'src/load-lifecycle.ts',
      'src/browser/report-error.ts',
      'widgets/shared/{load-part,refuse}.ts',
      'test/types/{readme,lifecycle-doc}.ts',
      'bench/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], languageOptions: { globals: { ...globals.node } } },
  { files: ['demo/site/**/*.js', 'demo/*.js'], languageOptions: { globals: { ...globals.browser } } },
  room(['src/wire/**/*.ts'], '^\\.\\./', 'wire stands alone.'),
  room(['src/lifecycle/**/*.ts'], '^\\.\\./(?!wire/)', 'lifecycle knows wire only.'),
  room(['src/core/**/*.ts'], '^\\.\\./(?!(wire|lifecycle)/)', 'core knows wire and lifecycle only.'),
  room(['src/delivery/**/*.ts'], '^\\.\\./(?!(wire|core)/)', 'delivery knows wire and core only.'),
  room(['src/browser/**/*.ts'], '^\\.\\./(?!wire/)', 'browser knows wire only: start-client.ts joins it to the rest.'),
  room(
    ['widgets/**/*.ts', 'widgets/**/*.tsx'],
    '/src/(?!wire/|lifecycle/hash)',
    'Widgets speak in DOM events and do not know the client.',
  ),
  room(
    ['collector/**/*.ts'],
    '/src/(?!(wire|lifecycle)/)',
    'The collector shares the wire and the lifecycle with the SDK, nothing else.',
  ),
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);
