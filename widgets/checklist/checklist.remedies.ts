import { refuse } from '../shared/refuse.js';

/** What to do about each mistake in a checklist's settings. */
const REMEDIES: Readonly<Record<string, string>> = {
  'items-invalid': 'give a list',
  'item-invalid': 'give each item an id of its own',
  'item-action-refused': 'give href an https, mailto, tel or relative address; call, tour and play a name',
  'item-needs': 'an item needs ids of other items of this list, and none may wait for itself; it waits for nothing',
  'item-undefined': 'what completes an item must stand in the definition',
  'version-invalid': 'give a whole number from 1',
  'snooze-invalid': 'give a duration such as "1d", or false',
  'tour-missing': 'connectTours() with an adapter shows tours',
};

/** Tells the developer, once, what of a checklist's settings is not used. */
export function refuseSetting(host: Element, code: string, value: unknown): void {
  refuse(host, code, value, REMEDIES[code] ?? '');
}
