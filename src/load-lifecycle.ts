/**
 * The chunk that a script tag with `data-lifecycle` loads: the lifecycle's code, and the definition.
 */
import { showElement } from './browser/show-element.js';
import type { LifecycleStarter, Presenter } from './lifecycle/port.js';
import { mistakeText } from './lifecycle/mistake.js';
import { readDefinition } from './lifecycle/read-definition.js';
import { runLifecycle } from './running-lifecycle.js';
import { SUBJECTS } from './wire/widget-subjects.js';

/** Our elements that a play can show over the page, and where they stand in it; the script loads their code when it meets them. */
const PRESENTER: Presenter = {
  shows: ({ kind, surface = 'corner' }) => kind in SUBJECTS && surface !== 'inline',
  present: (widget, { kind, surface = 'corner' }) =>
    showElement(`aha-${kind}`, { [SUBJECTS[kind]]: widget, placement: surface, open: '' }),
};

/** The definition at an address, ready to run. Null where it has mistakes or cannot be had, which is told to the developer: the page goes on without. */
export async function loadLifecycle(url: string): Promise<LifecycleStarter | null> {
  try {
    const answer = await fetch(url, { credentials: 'omit' });
    if (!answer.ok) throw new Error(`http-${answer.status}`);
    const definition: unknown = await answer.json();
    // What few definitions have is loaded with those.
    const lists = JSON.stringify(definition).includes('"checklist"') && import('./lifecycle/read-checklist.js');
    const read = readDefinition(definition, { ...(await lists) });
    if ('lifecycle' in read) return { run: (host) => runLifecycle(read.lifecycle, host, PRESENTER) };
    console.error(`ahaloop: ${url} has mistakes:\n${read.mistakes.map(mistakeText).join('\n')}`);
  } catch (error) {
    console.error(`ahaloop: the lifecycle definition ${url} cannot be loaded (${(error as Error).message}).`);
  }
  return null;
}
