/**
 * The program: reads its options, opens the store, listens, and stops cleanly when it is told to.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.js';
import { keptWriteKey } from './kept-write-key.js';
import { DEFAULT_PROJECT, OptionError, readOptions, USAGE, type Options } from './options.js';
import { stopOnSignal } from './stop-on-signal.js';
import { openStore } from './store/open-store.js';
import { whyNotOpened } from './store/why-not-opened.js';
import { tellFailures } from './tell-failures.js';
import { VERSION } from './version.js';

async function run(options: Options): Promise<void> {
  const { host, port, dataFolder, projects: given, readKey, lingerMs, rateLimit, sdkFolder } = options;
  const storeFolder = join(dataFolder, 'store');
  const projects = given.size > 0 ? given : new Map([[keptWriteKey(dataFolder), DEFAULT_PROJECT]]);
  const store = await openStore({ path: storeFolder, lingerMs }).catch((error: unknown) => {
    throw whyNotOpened(error, storeFolder);
  });
  const onFailure = tellFailures((line) => process.stderr.write(line));
  const app = await createApp({ store, projects, readKey, rateLimit, sdkFolder, onFailure });
  stopOnSignal(
    process,
    async () => {
      store.hurry();
      await app.close();
      await store.close();
    },
    () => app.server.closeAllConnections(),
  );
  try {
    await app.listen({ host, port });
  } catch (error) {
    await store.close();
    throw whyNotListening(error, host, port);
  }
  tellWhere(app.listeningOrigin, [...projects.keys()][0] ?? '', readKey, host);
}

function tellWhere(origin: string, writeKey: string, readKey: string | null, host: string): void {
  process.stdout.write(
    `ahaloop-collector listening on ${origin}\n\n` +
      `Paste this into your pages:\n` +
      `  <script async src="${origin}/sdk/ahaloop.js" data-write-key="${writeKey}"></script>\n\n` +
      `Figures: ${origin}/v1/reports/events and ${origin}/v1/reports/nps\n`,
  );
  if (readKey === null && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    process.stderr.write('reports-closed: other machines cannot read reports; start with --read-key to let them.\n');
  }
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
  const options = readOptions(process.argv.slice(2), process.env, fileURLToPath(new URL('./sdk/', import.meta.url)));
  if (options.show === 'help') process.stdout.write(USAGE);
  else if (options.show === 'version') process.stdout.write(`${VERSION}\n`);
  else await run(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}
