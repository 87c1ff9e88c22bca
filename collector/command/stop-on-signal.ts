import type { Log } from '../operate/log.js';

/** How long requests in flight may take. One that is cut off was not acknowledged, so its sender sends it again. */
const PATIENCE_MS = 5_000;

/** When the process ends, even in the middle of work. Acknowledged events are on disk; the work begins anew at the next start. */
const DEADLINE_MS = 9_000;

/**
 * Stops cleanly on SIGTERM and SIGINT, once; the second signal ends the process as if nobody listened.
 *
 * @param stop resolves when nothing of the process is left to do; the process ends with code 0 then, with 1 when it rejects.
 * @param cutOff ends what `stop` would otherwise wait for.
 */
export function stopOnSignal(
  process: NodeJS.Process,
  stop: () => Promise<void>,
  cutOff: () => void,
  log: Pick<Log, 'error' | 'info'>,
  { patienceMs = PATIENCE_MS, deadlineMs = DEADLINE_MS } = {},
): void {
  const onSignal = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping');
    // With no listener left, the next signal does what it does by default.
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    setTimeout(cutOff, patienceMs).unref();
    setTimeout(() => {
      log.error(
        { reason: 'not everything came to its end in time; nothing that was acknowledged is lost' },
        'stop-cut-off',
      );
      // Not process.exit(): the engine crashes where a statement is under way.
      process.kill(process.pid, 'SIGKILL');
    }, deadlineMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ failure: (error as Error).name }, 'stop-failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}
