import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LOG_LEVELS, type LogLevel } from '../operate/log.js';
import { OptionError } from './option-error.js';
import { readKeysFile } from './read-keys-file.js';
import type { KeyRules } from '../http/key-rules.js';
import { readProxies, type Proxies } from '../http/proxies.js';

/** How the collector was asked to run. */
export interface Options {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Absolute. */
  readonly dataFolder: string;
  /** Projects by write key; empty: make a key and keep it. */
  readonly projects: ReadonlyMap<string, string>;
  /** What each write key may be used for. */
  readonly keyRules: KeyRules;
  /** Null: make a key and keep it. */
  readonly readKey: string | null;
  readonly lingerMs: number;
  /** Events a second from one address with one write key; 0: no limit. */
  readonly rateLimit: number;
  /** Whose `X-Forwarded-…` headers count. */
  readonly proxies: Proxies;
  readonly logLevel: LogLevel;
  /** The address that serves metrics for Prometheus, without a key; null: none. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** After how many months events are deleted, by project; null: of every project that has no number of its own. */
  readonly retentionMonths: ReadonlyMap<string | null, number>;
  /** Absolute; where backups are made. */
  readonly backupsFolder: string;
  /** Absolute. */
  readonly sdkFolder: string;
  /** Absolute paths of lifecycle definitions by project; null: of every project that has none of its own. */
  readonly lifecycleFiles: ReadonlyMap<string | null, string>;
  /** What identity tokens are signed with, by project; null: of every project that has none of its own. */
  readonly identitySecrets: ReadonlyMap<string | null, string>;
  /** Where referral links lead, by project; null: of every project that has none of its own. */
  readonly sites: ReadonlyMap<string | null, string>;
  /** What is not wrong and should be otherwise, a line each. */
  readonly warnings: readonly string[];
  readonly show: 'help' | 'version' | null;
}

/** The project of a write key that names none. */
export const DEFAULT_PROJECT = 'default';

export const USAGE = `Usage: ahaloop-collector [options]
       ahaloop-collector check <file>  says what is wrong with a lifecycle definition
       ahaloop-collector simulate <file> <events> [until]
                                       says what one person with these events would be shown, and when
       ahaloop-collector backup [options]
                                       lets the collector that runs with these options make a backup
       ahaloop-collector restore <backup> [options]
                                       restores a backup into a data folder without a store

  --host <address>               where to listen (127.0.0.1)                        AHALOOP_HOST
  --port <number>                0 for any that is free (4717)                      AHALOOP_PORT
  --data <folder>                the store; one process at a time (./ahaloop-data)  AHALOOP_DATA
  --write-key <key[=project]>    who may send; may be repeated (made and kept)      AHALOOP_WRITE_KEYS, by commas
  --keys-file <file>             who may send, from which pages and how much, JSON  AHALOOP_KEYS_FILE
  --read-key-file <file>         who may read and erase (made and kept)             AHALOOP_READ_KEY, AHALOOP_READ_KEY_FILE
  --linger-ms <number>           how long events wait to be stored together (100)
  --rate-limit <number>          events a second from one address with one write    AHALOOP_RATE_LIMIT
                                 key; 0 for no limit (2000)
  --lifecycle <[project=]file>   the lifecycle definition, JSON; may be repeated    AHALOOP_LIFECYCLE, by commas
  --trust-proxy <address>        a proxy in front, or a network as 10.0.0.0/8, or   AHALOOP_TRUST_PROXY, by commas
                                 loopback; may be repeated (nobody)
  --identity-secret-file <file>  what identity tokens are signed with: a line of    AHALOOP_IDENTITY_SECRETS, by commas,
                                 secret or project=secret each                      AHALOOP_IDENTITY_SECRETS_FILE
  --site <[project=]address>     where referral links lead; may be repeated         AHALOOP_SITES, by commas
  --retention-months <[project=]number>
                                 after how many months events are deleted; may be   AHALOOP_RETENTION_MONTHS, by commas
                                 repeated (never)
  --backups <folder>             where backups are made (backups in the data        AHALOOP_BACKUPS
                                 folder)
  --log-level <level>            error, warn, info or silent (info)                 AHALOOP_LOG_LEVEL
  --metrics <address:port>       where figures for Prometheus are served, without   AHALOOP_METRICS
                                 a key (nowhere)
  --sdk <folder>                 what /sdk/ serves (the files that came along)
  --version, --help
`;

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

/** Every option there is. */
export const OPTIONS = {
  host: text,
  port: text,
  data: text,
  'write-key': list,
  'keys-file': text,
  'read-key': text,
  'read-key-file': text,
  'trust-proxy': list,
  'identity-secret-file': text,
  'linger-ms': text,
  'rate-limit': text,
  lifecycle: list,
  'identity-secret': list,
  site: list,
  'retention-months': list,
  'log-level': text,
  metrics: text,
  backups: text,
  sdk: text,
  help: { ...flag, short: 'h' },
  version: { ...flag, short: 'v' },
} as const;

/**
 * Reads the command line; what it leaves out comes from the environment, then from the defaults.
 *
 * Secrets come from the environment or from files. On the command line, where every user of the machine sees them, they are taken
 * with a warning.
 *
 * @param sdkFolder where the SDK's files lie beside the program.
 * @throws {OptionError}
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  sdkFolder: string,
): Options {
  const given = parse(args);
  if (given['read-key'] !== undefined && given['read-key-file'] !== undefined)
    throw new OptionError('read-key-invalid: --read-key and --read-key-file are both given; give one of them.');
  const writeKeys = given['write-key'] ?? entries(env.AHALOOP_WRITE_KEYS);
  const keysFile = given['keys-file'] ?? (env.AHALOOP_KEYS_FILE || null);
  const keys = keysFile === null ? null : readKeysFile(resolve(keysFile), DEFAULT_PROJECT);
  const lifecycles = given.lifecycle ?? entries(env.AHALOOP_LIFECYCLE);
  const secretsFile = given['identity-secret-file'] ?? (env.AHALOOP_IDENTITY_SECRETS_FILE || null);
  const secrets =
    given['identity-secret'] ??
    entries(
      secretsFile === null ? env.AHALOOP_IDENTITY_SECRETS : secretOf(secretsFile, 'identity-secret-file'),
      /[,\n]/,
    );
  const readKeyFile = given['read-key-file'] ?? (env.AHALOOP_READ_KEY_FILE || null);
  const sites = given.site ?? entries(env.AHALOOP_SITES);
  const dataFolder = resolve(given.data ?? (env.AHALOOP_DATA || 'ahaloop-data'));
  const backups = given.backups ?? (env.AHALOOP_BACKUPS || null);
  return {
    host: given.host ?? (env.AHALOOP_HOST || '127.0.0.1'),
    port: whole('port', given.port ?? (env.AHALOOP_PORT || '4717'), 65_535),
    dataFolder,
    projects: new Map([...writeKeys.map(writeKey), ...(keys?.projects ?? [])]),
    keyRules: keys?.rules ?? new Map(),
    readKey: readKey(
      given['read-key'] ??
        (readKeyFile === null ? env.AHALOOP_READ_KEY || null : secretOf(readKeyFile, 'read-key-file').trim()),
    ),
    lingerMs: whole('linger-ms', given['linger-ms'] ?? '100', 60_000),
    rateLimit: whole('rate-limit', given['rate-limit'] ?? (env.AHALOOP_RATE_LIMIT || '2000'), 1_000_000),
    proxies: proxies(given['trust-proxy'] ?? entries(env.AHALOOP_TRUST_PROXY)),
    logLevel: logLevel(given['log-level'] ?? (env.AHALOOP_LOG_LEVEL || 'info')),
    metrics: metrics(given.metrics ?? (env.AHALOOP_METRICS || null)),
    retentionMonths: new Map((given['retention-months'] ?? entries(env.AHALOOP_RETENTION_MONTHS)).map(retentionMonths)),
    backupsFolder: backups === null ? join(dataFolder, 'backups') : resolve(backups),
    sdkFolder: resolve(given.sdk ?? sdkFolder),
    lifecycleFiles: new Map(lifecycles.map(lifecycleFile)),
    identitySecrets: new Map(secrets.map(identitySecret)),
    sites: new Map(sites.map(site)),
    warnings: (['read-key', 'identity-secret'] as const).filter((name) => given[name] !== undefined).map(onCommandLine),
    show: given.help ? 'help' : given.version ? 'version' : null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw new OptionError(`option-unknown: ${sentence}; see --help.`);
  }
}

function entries(list: string | undefined, between: string | RegExp = ','): string[] {
  return (list ?? '').split(between).filter((entry) => entry.trim() !== '');
}

function secretOf(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new OptionError(
      `secret-unreadable: --${option} is ${file}, which cannot be read (${why}); name a file that can.`,
    );
  }
}

const onCommandLine = (name: 'read-key' | 'identity-secret'): string =>
  `secret-on-command-line: every user of this machine can see --${name} in its list of processes; use --${name}-file or the environment.`;

function proxies(addresses: readonly string[]): Proxies {
  try {
    return readProxies(addresses.map((address) => address.trim()));
  } catch (error) {
    throw new OptionError(
      `trust-proxy-invalid: --trust-proxy is ${JSON.stringify((error as Error).message)}; give an address such as 10.0.0.7, a network such as 10.0.0.0/8, or loopback.`,
    );
  }
}

function whole(name: string, text: string, most: number): number {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new OptionError(`${name}-invalid: --${name} is ${JSON.stringify(text)}; give a whole number, 0…${most}.`);
}

function writeKey(entry: string): [string, string] {
  const [, key, project] = /^([\w.~-]{1,128})(?:=([\w.~-]{1,100}))?$/.exec(entry.trim()) ?? [];
  if (key !== undefined) return [key, project ?? DEFAULT_PROJECT];
  throw new OptionError(
    `write-key-invalid: --write-key is ${JSON.stringify(entry)}; give key or key=project, each of letters, digits and -._~.`,
  );
}

function lifecycleFile(entry: string): [string | null, string] {
  const [, project, file] = /^(?:([\w.~-]{1,100})=)?(.+)$/.exec(entry.trim()) ?? [];
  if (file !== undefined) return [project ?? null, resolve(file)];
  throw new OptionError(
    `lifecycle-invalid: --lifecycle is ${JSON.stringify(entry)}; give a file, or project=file for one project.`,
  );
}

/** The value is not repeated in the message: it may be a secret with one letter too many. */
function identitySecret(entry: string): [string | null, string] {
  const [, project, secret] = /^(?:([\w.~-]{1,100})=)?([\w.~+/-]{32,200}=*)$/.exec(entry.trim()) ?? [];
  if (secret !== undefined) return [project ?? null, secret];
  throw new OptionError(
    'identity-secret-invalid: the identity secret is not 32…200 letters, digits and -._~+/, or project=secret for one project; make one with "openssl rand -hex 32".',
  );
}

function site(entry: string): [string | null, string] {
  const [, project, address] = /^(?:([\w.~-]{1,100})=)?(https?:\/\/\S{1,1000})$/.exec(entry.trim()) ?? [];
  if (address !== undefined && URL.canParse(address)) return [project ?? null, new URL(address).href];
  throw new OptionError(
    `site-invalid: --site is ${JSON.stringify(entry)}; give an http or https address, or project=address for one project.`,
  );
}

function retentionMonths(entry: string): [string | null, number] {
  const [, project, months] = /^(?:([\w.~-]{1,100})=)?(\d{1,4})$/.exec(entry.trim()) ?? [];
  if (months !== undefined && Number(months) >= 1 && Number(months) <= 1_200) return [project ?? null, Number(months)];
  throw new OptionError(
    `retention-months-invalid: --retention-months is ${JSON.stringify(entry)}; give 1…1200, or project=number for one project.`,
  );
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === text);
  if (level !== undefined) return level;
  throw new OptionError(
    `log-level-invalid: --log-level is ${JSON.stringify(text)}; give one of ${LOG_LEVELS.join(', ')}.`,
  );
}

function metrics(text: string | null): Options['metrics'] {
  if (text === null) return null;
  const [, v6, host = v6, port] = /^(?:\[([\da-f:]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text.trim()) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new OptionError(
    `metrics-invalid: --metrics is ${JSON.stringify(text)}; give an address and a port, such as 127.0.0.1:9464.`,
  );
}

function readKey(key: string | null): string | null {
  if (key === null || /^\S{8,200}$/.test(key)) return key;
  throw new OptionError('read-key-invalid: the read key is not 8…200 characters without spaces; give a longer one.');
}
