/**
 * The program: reads its options, opens the store, listens, and stops cleanly when it is told to.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lifecycle } from '../src/lifecycle/lifecycle.js';
import { createApp } from './app.js';
import { checkCommand } from './command/check-command.js';
import { keptKey } from './command/kept-key.js';
import { createStageKeeper } from './lifecycle/stage-keeper.js';
import { DefinitionFileError, readDefinitionFile } from './lifecycle/read-definition-file.js';
import { DEFAULT_PROJECT, OptionError, readOptions, USAGE, type Options } from './command/options.js';
import { simulateCommand } from './command/simulate-command.js';
import { stopOnSignal } from './command/stop-on-signal.js';
import { createAuditLog } from './http/audit-log.js';
import { openStore, type Store } from './store/open-store.js';
import { whyNotOpened } from './store/why-not-opened.js';
import { tellFailures } from './command/tell-failures.js';
import { VERSION } from './command/version.js';

/** How often it is looked whether a day is over, and whether something came late. */
const KEEP_EVERY_MS = 10 * 60_000;

async function run(options: Options): Promise<void> {
  const { host, port, dataFolder, lingerMs } = options;
  const storeFolder = join(dataFolder, 'store');
  const projectNames = options.projects.size > 0 ? options.projects.values() : [DEFAULT_PROJECT];
  const lifecycles = lifecyclesOf(new Set(projectNames), readLifecycles(options.lifecycleFiles));
  for (const warning of options.warnings) process.stderr.write(`${warning}\n`);
  const onFailure = tellFailures((line) => process.stderr.write(line));
  const store = await openStore({ path: storeFolder, lingerMs, onFailure }).catch((error: unknown) => {
    throw whyNotOpened(error, storeFolder);
  });
  try {
    await serve(options, store, lifecycles);
  } catch (error) {
    await store.close();
    throw whyNotListening(error, host, port);
  }
}

/** Whoever holds the store makes the keys, so that two who start at the same time make one. */
async function serve(options: Options, store: Store, lifecycles: Map<string, Lifecycle>): Promise<void> {
  const { host, port, dataFolder, rateLimit, proxies, sdkFolder, identitySecrets, sites } = options;
  const projects =
    options.projects.size > 0 ? options.projects : new Map([[keptKey(dataFolder, 'writeKey'), DEFAULT_PROJECT]]);
  const readKey = options.readKey ?? keptKey(dataFolder, 'readKey');
  const writeLine = (line: string) => process.stderr.write(line);
  const onFailure = tellFailures(writeLine);
  const app = await createApp({
    store,
    projects,
    readKey,
    rateLimit,
    proxies,
    sdkFolder,
    lifecycles,
    identitySecrets,
    sites,
    audit: createAuditLog({ write: writeLine, secret: readKey }),
    onFailure,
  });
  const keeper = createStageKeeper({ store, lifecycles, now: Date.now, onFailure });
  let stopKeeping = () => Promise.resolve();
  stopOnSignal(
    process,
    async () => {
      store.hurry();
      await Promise.all([app.close(), stopKeeping()]);
      await store.close();
    },
    () => app.server.closeAllConnections(),
  );
  await app.listen({ host, port });
  stopKeeping = keeper.start(KEEP_EVERY_MS).stop;
  const [[writeKey, project]] = [...projects] as [[string, string]];
  tellWhere({
    origin: app.listeningOrigin,
    writeKey,
    project: new Set(projects.values()).size > 1 ? project : null,
    madeReadKey: options.readKey === null ? readKey : null,
    hasLifecycle: lifecycles.has(project),
  });
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
  const stranger = [...given.keys()].find((project) => project !== null && !projects.has(project));
  if (stranger !== undefined && stranger !== null) {
    const known = [...projects].join(', ');
    throw new OptionError(
      `lifecycle-invalid: --lifecycle names the project ${JSON.stringify(stranger)}; the write keys are for: ${known}.`,
    );
  }
  return new Map(
    [...projects].flatMap((project) => {
      const lifecycle = given.get(project) ?? given.get(null);
      return lifecycle ? [[project, lifecycle] as const] : [];
    }),
  );
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

function whyNotListening(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Error(
        `port-taken: another program listens on ${host}, port ${port}; stop it, or name another with --port.`,
      );
    case 'EACCES':
      return new Error(`port-forbidden: this user may not listen on port ${port}; name one above 1023 with --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`host-unknown: ${host} is no address of this machine; name another with --host.`);
    default:
      return error;
  }
}

try {
  const [command, ...rest] = process.argv.slice(2);
  const look = command === 'check' ? checkCommand : command === 'simulate' ? simulateCommand : null;
  if (look) {
    const { stdout, stderr, exitCode } = look(rest);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = exitCode;
  } else await start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env, fileURLToPath(new URL('./sdk/', import.meta.url)));
  if (options.show === 'help') process.stdout.write(USAGE);
  else if (options.show === 'version') process.stdout.write(`${VERSION}\n`);
  else await run(options);
}
