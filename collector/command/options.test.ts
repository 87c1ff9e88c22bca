import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../test-support/temp-folder.js';
import { OptionError } from './option-error.js';
import { readOptions } from './options.js';

const read = (args: readonly string[], env: Record<string, string> = {}) => readOptions(args, env, '/sdk');

test('with nothing said', () => {
  expect(read([])).toEqual({
    host: '127.0.0.1',
    port: 4717,
    dataFolder: resolve('ahaloop-data'),
    projects: new Map(),
    keyRules: new Map(),
    readKey: null,
    lingerMs: 100,
    rateLimit: 2_000,
    proxies: expect.anything() as object,
    warnings: [],
    logLevel: 'info',
    metrics: null,
    retentionMonths: new Map(),
    backupsFolder: resolve('ahaloop-data', 'backups'),
    sdkFolder: '/sdk',
    lifecycleFiles: new Map(),
    identitySecrets: new Map(),
    sites: new Map(),
    show: null,
  });
});

test('with everything said', () => {
  const args =
    '--host 0.0.0.0 --port 0 --data /data --write-key a --write-key b=shop --read-key rk_12345678 --linger-ms 0 --rate-limit 0 --log-level warn --metrics [::1]:9464 --backups /backups --retention-months 24 --retention-months shop=6 --sdk /files --lifecycle /l.json --lifecycle shop=/s.json --site https://example.com --site shop=https://shop.example.com/hello?a=1 --identity-secret 0123456789abcdef0123456789abcdef';
  expect(read(args.split(' '))).toEqual({
    host: '0.0.0.0',
    port: 0,
    dataFolder: '/data',
    projects: new Map([
      ['a', 'default'],
      ['b', 'shop'],
    ]),
    keyRules: new Map(),
    readKey: 'rk_12345678',
    lingerMs: 0,
    rateLimit: 0,
    proxies: expect.anything() as object,
    warnings: [
      expect.stringMatching(/^secret-on-command-line: .*--read-key/),
      expect.stringMatching(/^secret-on-command-line: .*--identity-secret/),
    ],
    logLevel: 'warn',
    metrics: { host: '::1', port: 9464 },
    retentionMonths: new Map([
      [null, 24],
      ['shop', 6],
    ]),
    backupsFolder: '/backups',
    sdkFolder: '/files',
    lifecycleFiles: new Map([
      [null, '/l.json'],
      ['shop', '/s.json'],
    ]),
    identitySecrets: new Map([[null, '0123456789abcdef0123456789abcdef']]),
    sites: new Map([
      [null, 'https://example.com/'],
      ['shop', 'https://shop.example.com/hello?a=1'],
    ]),
    show: null,
  });
});

test('the environment counts where the command line says nothing', () => {
  const env = {
    AHALOOP_HOST: '::1',
    AHALOOP_PORT: '80',
    AHALOOP_DATA: '/env',
    AHALOOP_WRITE_KEYS: 'a, b=shop,',
    AHALOOP_READ_KEY: 'rk_12345678',
  };
  expect(read([], env)).toMatchObject({ host: '::1', port: 80, dataFolder: '/env', readKey: 'rk_12345678' });
  expect(read([], env).projects).toEqual(
    new Map([
      ['a', 'default'],
      ['b', 'shop'],
    ]),
  );
  expect(read(['--port', '81', '--write-key', 'c'], env)).toMatchObject({
    port: 81,
    projects: new Map([['c', 'default']]),
  });
});

test('a secret is for one project or for all, and is never repeated in a message', () => {
  const secret = 'Zm9v'.repeat(10) + '==';
  expect(read(['--identity-secret', `shop=${secret}`, '--identity-secret', secret]).identitySecrets).toEqual(
    new Map([
      ['shop', secret],
      [null, secret],
    ]),
  );
  expect(read([], { AHALOOP_IDENTITY_SECRETS: `${secret},` }).identitySecrets).toEqual(new Map([[null, secret]]));
  expect(() => read(['--identity-secret', 'one secret'])).toThrow(/^(?!.*one secret)/);
});

test('secrets come from files and from the environment, without a warning', () => {
  const folder = tempFolder();
  const fileOf = (text: string) => {
    const file = join(folder, String(text.length));
    writeFileSync(file, text);
    return file;
  };
  const [a, b] = ['a'.repeat(32), 'b'.repeat(32)];
  const [key, secrets] = [fileOf('rk_12345678\n'), fileOf(`shop=${a}\n${b}\n`)];
  const expected = {
    readKey: 'rk_12345678',
    identitySecrets: new Map([
      ['shop', a],
      [null, b],
    ]),
    warnings: [],
  };
  expect(read(['--read-key-file', key, '--identity-secret-file', secrets])).toMatchObject(expected);
  expect(read([], { AHALOOP_READ_KEY_FILE: key, AHALOOP_IDENTITY_SECRETS_FILE: secrets })).toMatchObject(expected);
});

test('proxies are those that are named, by address or network', () => {
  const { proxies } = read(['--trust-proxy', '10.1.0.0/16', '--trust-proxy', 'fd00::/8', '--trust-proxy', '192.0.2.7']);
  const known = ['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1', '192.0.2.7'];
  const unknown = ['10.2.0.1', '127.0.0.1', '::1', '192.0.2.8', 'fe80::1', '', 'x', undefined];
  expect(known.filter((address) => !proxies.includes(address))).toEqual([]);
  expect(unknown.filter((address) => proxies.includes(address))).toEqual([]);
  expect(read([], { AHALOOP_TRUST_PROXY: 'loopback, 10.0.0.1' }).proxies.includes('::1')).toBe(true);
  expect(read([]).proxies.includes('127.0.0.1')).toBe(false);
});

test.each(['', 'all', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0', 'proxy.example'])(
  'a proxy %j is refused, for nobody or everybody would be meant',
  (address) => expect(() => read(['--trust-proxy', address])).toThrow(/^trust-proxy-invalid: .*; give an address/),
);

test('keys of a file join those that are named', () => {
  const file = join(tempFolder(), 'keys.json');
  writeFileSync(file, '{ "b": { "project": "shop", "rateLimit": 5 } }');
  const expected = {
    projects: new Map([
      ['a', 'default'],
      ['b', 'shop'],
    ]),
    keyRules: new Map([['b', { rateLimit: 5 }]]),
  };
  expect(read(['--write-key', 'a', '--keys-file', file])).toMatchObject(expected);
  expect(read([], { AHALOOP_WRITE_KEYS: 'a', AHALOOP_KEYS_FILE: file })).toMatchObject(expected);
});

test('an empty variable is none', () => {
  expect(read([], { AHALOOP_HOST: '', AHALOOP_PORT: '', AHALOOP_READ_KEY: '' })).toMatchObject({
    host: '127.0.0.1',
    port: 4717,
    readKey: null,
  });
});

test.each([
  [['--help'], 'help'],
  [['-h'], 'help'],
  [['--version'], 'version'],
])('%j shows it', (args, show) => {
  expect(read(args).show).toBe(show);
});

describe('a wrong option is refused with code, value and remedy, in one line', () => {
  test.each([
    [['--prot', '1'], 'option-unknown', '--prot'],
    [['--port'], 'option-unknown', '--port'],
    [['extra'], 'option-unknown', 'extra'],
    [['--port', '70000'], 'port-invalid', '70000'],
    [['--port', '80x'], 'port-invalid', '80x'],
    [['--port=-1'], 'port-invalid', '-1'],
    [['--linger-ms', '1.5'], 'linger-ms-invalid', '1.5'],
    [['--rate-limit', 'fast'], 'rate-limit-invalid', 'fast'],
    [['--write-key', ''], 'write-key-invalid', '""'],
    [['--write-key', 'a b'], 'write-key-invalid', 'a b'],
    [['--write-key', 'a=b=c'], 'write-key-invalid', 'a=b=c'],
    [['--lifecycle', ''], 'lifecycle-invalid', '""'],
    [['--identity-secret', 'shop=short'], 'identity-secret-invalid', '32…200'],
    [['--log-level', 'loud'], 'log-level-invalid', 'loud'],
    [['--metrics', '9464'], 'metrics-invalid', '9464'],
    [['--metrics', 'localhost:70000'], 'metrics-invalid', '70000'],
    [['--retention-months', '0'], 'retention-months-invalid', '"0"'],
    [['--retention-months', 'shop=never'], 'retention-months-invalid', 'shop=never'],
    [['--read-key', 'short'], 'read-key-invalid', '8…200'],
    [['--read-key', 'rk_12345678', '--read-key-file', '/k'], 'read-key-invalid', '--read-key-file'],
    [['--read-key-file', '/none/key'], 'secret-unreadable', '/none/key'],
    [['--identity-secret-file', '/'], 'secret-unreadable', 'EISDIR'],
  ])('%j', (args, code, value) => {
    expect(() => read(args)).toThrow(OptionError);
    expect(() => read(args)).toThrow(new RegExp(`^${code}: .*;.*$`));
    expect(() => read(args)).toThrow(value);
  });
});
