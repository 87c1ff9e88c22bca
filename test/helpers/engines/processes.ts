import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function readProcess(pid: string): RunningProcess | null {
  try {
    // "pid (name) state parent …": the name may hold spaces and brackets.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid: Number(pid), parent: Number(parent), command };
  } catch {
    return null; // It has ended meanwhile.
  }
}

/** The processes that a process started, and those that they started; as /proc has them, on Linux. */
export function processesBelow(pid: number): RunningProcess[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(name) ?? []);
  const below = (parent: number): RunningProcess[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** The processor time that a process has used, in clock ticks. */
export function cpuTicks(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

/** Signals a process, or a process group by its negative number; false where it has ended. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls back when this process ends, by itself or by a signal: nothing that a test starts may outlive it. Returns its undo. */
export function beforeEnd(callback: () => void): () => void {
  const onSignal = (): void => {
    callback();
    process.exit(1);
  };
  process.once('exit', callback);
  for (const name of SIGNALS) process.once(name, onSignal);
  return () => {
    process.off('exit', callback);
    for (const name of SIGNALS) process.off(name, onSignal);
  };
}
