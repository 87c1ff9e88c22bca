import type { AhaEvent } from '../../src/wire/event.js';
import { createApp } from '../app.js';
import type { Store } from '../store/open-store.js';
import { openTestStore } from './open-test-store.js';

export interface LifecycleStore {
  readonly store: Store;
  /** When what is sent comes in, epoch milliseconds. Late unless told otherwise, so that no time is in the future. */
  readonly received: { at: number };
  /** Sends events of a project as a page would, 250 at a time; throws where one is refused. */
  send(project: string, events: readonly AhaEvent[]): Promise<void>;
}

/** A store behind the real way in. */
export async function openLifecycleStore(): Promise<LifecycleStore> {
  const received = { at: Date.UTC(2100, 0, 1) };
  const store = await openTestStore();
  const projects = new Map<string, string>([['unused', 'unused']]);
  const app = await createApp({ store, projects, sdkFolder: '/', rateLimit: 0, now: () => received.at });
  return {
    store,
    received,
    async send(project, events) {
      projects.set(project, project);
      for (let at = 0; at < events.length; at += 250) {
        const body = { batch: events.slice(at, at + 250), writeKey: project };
        const reply = await app.inject({ method: 'POST', url: '/v1/batch', payload: JSON.stringify(body) });
        const { success, rejected } = reply.json<{ success: boolean; rejected?: readonly unknown[] }>();
        if (!success || rejected?.length !== 0) throw new Error(`An event was refused: ${reply.body}`);
      }
    },
  };
}
