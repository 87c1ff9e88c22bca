import { safeHref } from '../shared/href.js';

/** A checklist's item as it is worked with. */
export interface ChecklistItem {
  readonly id: string;
  /** A text, or one for each language. */
  readonly title: unknown;
  readonly text: unknown;
  /** The ids of items that come first. */
  readonly needs: readonly unknown[];
  readonly byHand: boolean;
  readonly optional: boolean;
  /** Said to be done by the page itself. */
  readonly told: boolean;
  /** Something else than the person's hand or its action completes it. */
  readonly byItself: boolean;
  readonly action: 'href' | 'call' | 'tour' | 'play' | undefined;
  /** An address, or the name of what is called, started, or goes on. */
  readonly to: string;
}

/** Tells the developer what of the settings is not used: checklist.remedies.ts. */
export type Refuse = (code: string, value: unknown) => void;

const ACTIONS = ['href', 'call', 'tour', 'play'] as const;

/** Reads items of whatever form: what can be used of them is, and the rest is refused. */
export function readItems(given: unknown, refuse: Refuse): readonly ChecklistItem[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (given && given !== list) refuse('items-invalid', given);
  const items = new Map<string, ChecklistItem>();
  for (const one of list.slice(0, 100)) {
    const item = Object(one) as Readonly<Record<string, unknown>>;
    const { milestone, event, done, needs } = item;
    const id = [item.id, milestone, event].find((name) => typeof name === 'string');
    if (!id || items.has(id)) {
      refuse('item-invalid', one);
      continue;
    }
    const action = ACTIONS.find((name) => item[name] !== undefined);
    const aim = action && item[action];
    const to = action === 'href' ? safeHref(aim) : typeof aim === 'string' && aim;
    if (action && !to) refuse('item-action-refused', aim);
    items.set(id, {
      id,
      title: item.title,
      text: item.text,
      needs: Array.isArray(needs) ? needs : [],
      byHand: item.byHand === true,
      optional: item.optional === true,
      told: done === true,
      byItself: (milestone ?? event ?? done) !== undefined,
      action: to ? action : undefined,
      to: to || '',
    });
  }
  return [...items.values()];
}
