import { surroundingsOf, type Page } from './act.js';
import type { Lifecycle } from './lifecycle.js';
import type { PersonRecord } from './record.js';
import { askPerson } from './state.js';

/**
 * Whether what a widget says is still meant for the person: not where plays show it as long as a condition holds, and none of these does.
 * What an event has begun goes on, as its condition is for that moment only.
 */
export function applies(lifecycle: Lifecycle, record: PersonRecord, page: Page, widget: string): boolean {
  const plays = lifecycle.plays.filter(({ show }) => show === widget);
  const { check } = askPerson(lifecycle, record.person, page.nowMs, surroundingsOf(lifecycle, record, page));
  return plays.length === 0 || plays.some(({ on, when }) => on !== null || when === null || check(when));
}
