/**
 * The program: reads its options, opens the store, listens, and stops cleanly when it is told to.
 */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lifecycle } from '../src/lifecycle/lifecycle.js';
import { createApp } from './app.js';
import { createBackups } from './backup/create-backups.js';
import { assertNotRestoring } from './backup/restore-backup.js';
import { backupCommand } from './command/backup-command.js';
import { restoreCommand } from './command/restore-command.js';
import { checkCommand } from './command/check-command.js';
import { keptKey } from './command/kept-key.js';
import { createStageKeeper } from './lifecycle/stage-keeper.js';
import { DefinitionFileError, readDefinitionFile } from './lifecycle/read-definition-file.js';
import { OptionError } from './command/option-error.js';
import { DEFAULT_PROJECT, readOptions, USAGE, type Options } from './command/options.js';
import { simulateCommand } from './command/simulate-command.js';
import { stopOnSignal } from './command/stop-on-signal.js';
import { createAuditLog } from './http/audit-log.js';
import { listenMetrics } from './operate/listen-metrics.js';
import { createLog, type Log } from './operate/log.js';
import { meteredStore } from './operate/metered-store.js';
import { createMetrics, type Metrics } from './operate/metrics.js';
import { createRetentionKeeper } from './retention/retention-keeper.js';
import { SCHEMA } from './store/migrate.js';
import { openStore, type Store } from './store/open-store.js';
import type { DamagedPart } from './store/damaged-parts.js';
import { PATIENT } from './store/query-limits.js';
import { whyNotOpened } from './store/why-not-opened.js';
import { tellFailures } from './command/tell-failures.js';
import { VERSION } from './command/version.js';

/** How often it is looked whether something has become too old. */
const RETAIN_EVERY_MS = 60 * 60_000;

/** How often it is looked whether a day is over, and whether something came late. */
const KEEP_EVERY_MS = 10 * 60_000;

async function run(options: Options): Promise<void> {
  const { host, port, dataFolder, backupsFolder, lingerMs } = options;
  const storeFolder = join(dataFolder, 'store');
  const projectNames = new Set(options.projects.size > 0 ? options.projects.values() : [DEFAULT_PROJECT]);
  const lifecycles = lifecyclesOf(projectNames, readLifecycles(options.lifecycleFiles));
  assertKnownProjects('retention-months', options.retentionMonths.keys(), projectNames);
  for (const warning of options.warnings) process.stderr.write(`${warning}\n`);
  assertNotRestoring(dataFolder);
  const measured = createMetrics(VERSION);
  const log = createLog({ level: options.logLevel, write: (line) => process.stderr.write(line) });
  const onFailure = tellFailures(log);
  const opened = await openStore({
    path: storeFolder,
    lingerMs,
    backupsFolder,
    meter: measured,
    onDamage: tellDamage,
    onFailure,
  }).catch((error: unknown) => {
    throw whyNotOpened(error, storeFolder);
  });
  const store = meteredStore(opened, measured);
  try {
    await serve(options, { store, lifecycles, measured, log, onFailure });
  } catch (error) {
    await store.close();
    throw whyNotListening(error, host, port);
  }
}

/** Rows that are gone from all figures: whoever runs the collector must know. */
function tellDamage({ table, part, rows }: Pick<DamagedPart, 'table' | 'part' | 'rows'>): void {
  process.stderr.write(
    `store-damaged: ${rows ?? 'an unknown number of'} rows of ${table} are set aside, for their file is damaged (${part}); restore a backup, or go on without them. GET /v1/reports/damage lists all.\n`,
  );
}

/** For what nobody waits for. */
function patient(store: Store): Pick<Store, 'query' | 'run'> {
  return {
    run: store.run,
    query: (sql, params) => store.query(sql, params, PATIENT),
  };
}

interface Parts {
  readonly store: Store;
  readonly lifecycles: Map<string, Lifecycle>;
  readonly measured: Metrics;
  readonly log: Log;
  readonly onFailure: (error: unknown) => void;
}

/** Whoever holds the store makes the keys, so that two who start at the same time make one. */
async function serve(options: Options, { store, lifecycles, measured, log, onFailure }: Parts): Promise<void> {
  const {
    host,
    port,
    dataFolder,
    backupsFolder,
    rateLimit,
    proxies,
    sdkFolder,
    identitySecrets,
    sites,
    retentionMonths,
    metrics,
  } = options;
  const projects =
    options.projects.size > 0 ? options.projects : new Map([[keptKey(dataFolder, 'writeKey'), DEFAULT_PROJECT]]);
  const readKey = options.readKey ?? keptKey(dataFolder, 'readKey');
  const backups = createBackups({
    store,
    dataFolder,
    backupsFolder,
    version: VERSION,
    now: Date.now,
    onDone: (backup, { files, sizeBytes }) => log.info({ backup, files, sizeBytes }, 'backup-made'),
    onFailure,
  });
  const app = await createApp({
    store,
    backups,
    projects,
    keyRules: options.keyRules,
    readKey,
    rateLimit,
    proxies,
    sdkFolder,
    lifecycles,
    identitySecrets,
    sites,
    audit: createAuditLog({ log, secret: readKey }),
    onAnswer: measured.observeAnswer,
    onFailure,
  });
  const keeper = createStageKeeper({ store: patient(store), lifecycles, now: Date.now, onFailure });
  const retention = createRetentionKeeper({
    store: patient(store),
    projects: [...new Set(projects.values())],
    months: retentionMonths,
    now: Date.now,
    onStep: (step) => log.info(step, 'retention-step'),
    onFailure,
  });
  let stopKeeping: () => Promise<unknown> = () => Promise.resolve();
  let metricsServer: Server | undefined;
  stopOnSignal(
    process,
    async () => {
      store.hurry();
      metricsServer?.close();
      await Promise.all([app.close(), stopKeeping()]);
      await store.close();
    },
    () => {
      app.server.closeAllConnections();
      metricsServer?.closeAllConnections();
    },
    log,
  );
  if (metrics !== null) {
    metricsServer = await listenMetrics(measured, metrics).catch((error: unknown) => {
      throw whyNotListening(error, metrics.host, metrics.port, '--metrics');
    });
  }
  await app.listen({ host, port });
  const keepers = [keeper.start(KEEP_EVERY_MS), retention.start(RETAIN_EVERY_MS)];
  stopKeeping = () => Promise.all(keepers.map((one) => one.stop()));
  log.info({ version: VERSION, schema: SCHEMA, metrics: addressOf(metricsServer) }, 'listening');
  const [[writeKey, project]] = [...projects] as [[string, string]];
  tellWhere({
    origin: app.listeningOrigin,
    writeKey,
    project: new Set(projects.values()).size > 1 ? project : null,
    madeReadKey: options.readKey === null ? readKey : null,
    hasLifecycle: lifecycles.has(project),
  });
}

/** Null: it does not listen. */
function addressOf(server: Server | undefined): string | null {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? `${address.address}:${address.port}` : null;
}

/** @throws {OptionError} with all mistakes of a file that has no lifecycle in it. */
function readLifecycles(files: Options['lifecycleFiles']): Map<string | null, Lifecycle> {
  return new Map(
    [...files].map(([project, file]) => {
      try {
        const lifecycle = readDefinitionFile(file);
        // It is right but for settings of its widgets: nobody is kept from starting by those.
        const { stderr } = checkCommand([file]);
        if (stderr) process.stderr.write(`lifecycle-settings: ${file}: pages leave these out:\n${stderr}`);
        return [project, lifecycle];
      } catch (error) {
        if (!(error instanceof DefinitionFileError)) throw error;
        const where = error.isJson ? `lifecycle-invalid: ${file} is no lifecycle definition; mend all of this:\n` : '';
        throw new OptionError(`${where}${error.message}`);
      }
    }),
  );
}

/** Each project's own lifecycle, or that of all. */
function lifecyclesOf(
  projects: ReadonlySet<string>,
  given: ReadonlyMap<string | null, Lifecycle>,
): Map<string, Lifecycle> {
  assertKnownProjects('lifecycle', given.keys(), projects);
  return new Map(
    [...projects].flatMap((project) => {
      const lifecycle = given.get(project) ?? given.get(null);
      return lifecycle ? [[project, lifecycle] as const] : [];
    }),
  );
}

/** @throws {OptionError} where an option names a project that nobody can send to: it would silently do nothing. */
function assertKnownProjects(
  option: 'lifecycle' | 'retention-months',
  named: Iterable<string | null>,
  projects: ReadonlySet<string>,
): void {
  for (const project of named) {
    if (project === null || projects.has(project)) continue;
    const known = [...projects].join(', ');
    throw new OptionError(
      `${option}-invalid: --${option} names the project ${JSON.stringify(project)}; the write keys are for: ${known}.`,
    );
  }
}

interface Where {
  readonly origin: string;
  readonly writeKey: string;
  /** Of the write key, where reports must be told one. */
  readonly project: string | null;
  /** Null: it came from elsewhere, and is not to be repeated. */
  readonly madeReadKey: string | null;
  /** The write key's project has a lifecycle definition. */
  readonly hasLifecycle: boolean;
}

function tellWhere({ origin, writeKey, project, madeReadKey, hasLifecycle }: Where): void {
  const lifecycle = hasLifecycle ? ' data-lifecycle' : '';
  const readKey = madeReadKey ?? '$AHALOOP_READ_KEY';
  const query = project === null ? '' : `?project=${project}`;
  const reports = ['events', 'nps', ...(hasLifecycle ? ['stages'] : [])].map(
    (name) => `  curl -H "Authorization: Bearer ${readKey}" '${origin}/v1/reports/${name}${query}'\n`,
  );
  process.stdout.write(
    `ahaloop-collector listening on ${origin}\n\n` +
      `Paste this into your pages:\n` +
      `  <script async src="${origin}/sdk/ahaloop.js" data-write-key="${writeKey}"${lifecycle}></script>\n\n` +
      (madeReadKey === null
        ? ''
        : `Read key, for your own servers only (it reads and erases everything):\n  ${readKey}\n\n`) +
      `Figures:\n${reports.join('')}`,
  );
}

function whyNotListening(error: unknown, host: string, port: number, option = '--port'): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Error(
        `port-taken: another program listens on ${host}, port ${port}; stop it, or name another with ${option}.`,
      );
    case 'EACCES':
      return new Error(`port-forbidden: this user may not listen on port ${port}; name one above 1023 with ${option}.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(
        `host-unknown: ${host} is no address of this machine; name another with ${option === '--port' ? '--host' : option}.`,
      );
    default:
      return error;
  }
}

try {
  await runCommand(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

async function runCommand(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  const look = command === 'check' ? checkCommand : command === 'simulate' ? simulateCommand : null;
  if (look) {
    const { stdout, stderr, exitCode } = look(rest);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = exitCode;
  } else if (command === 'backup') {
    process.stdout.write(await backupCommand(optionsOf(rest)));
  } else if (command === 'restore') {
    const [backup = '', ...more] = rest;
    process.stdout.write(await restoreCommand(backup, optionsOf(more)));
    // The engine's threads outlive it.
    process.exit(0);
  } else await start(optionsOf(args));
}

function optionsOf(args: readonly string[]): Options {
  return readOptions(args, process.env, fileURLToPath(new URL('./sdk/', import.meta.url)));
}

async function start(options: Options): Promise<void> {
  if (options.show === 'help') process.stdout.write(USAGE);
  else if (options.show === 'version') process.stdout.write(`${VERSION}\n`);
  else await run(options);
}
