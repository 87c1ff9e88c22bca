/**
 * Between a client and the lifecycle that runs in it. They may be loaded apart: names here are the same in every file.
 */
import type { LifecycleState } from './state.js';

/** What a lifecycle tells of. */
export interface LifecycleEvents {
  readonly stage: { readonly from: string | null; readonly to: string | null };
  readonly milestone: { readonly milestone: string; readonly atMs: number; readonly late: boolean };
  readonly health: { readonly from: string | null; readonly to: string; readonly score: number };
  readonly segment: { readonly segment: string; readonly entered: boolean };
}

/** What it needs of the client that it runs in. */
export interface LifecycleHost {
  /** What this client's databases and keys begin with. */
  readonly name: string;
  now(): number;
  after(waitMs: number, callback: () => void): () => void;
  identity(): { readonly anonymousId: string; readonly userId: string | null };
  /** Whether nothing may be stored now. */
  closed(): boolean;
  track(event: string, properties: object): void;
  tell<Name extends keyof LifecycleEvents>(name: Name, detail: LifecycleEvents[Name]): void;
  /** Lets the other tabs know that there is something to read. */
  tellTabs(): void;
}

export interface RunningLifecycle {
  /** An event's JSON, as it was captured. */
  captured(line: string): void;
  /** What may be stored, or who the person is, may have changed; or another tab has written. */
  renew(): void;
  /** All that is kept is erased. */
  forget(): void;
  state(): LifecycleState;
}

/** What `createClient` takes as `lifecycle`. */
export interface LifecycleStarter {
  run(host: LifecycleHost): RunningLifecycle;
}
