import type { Collector } from './own-referral.js';
import { listen } from './shared/listen.js';
import { fnv1a32 } from '../src/lifecycle/hash.js';
import { SUBJECTS } from '../src/wire/widget-subjects.js';
import type { AnswerDetail, SurveyDetail, WidgetDetail } from './shared/events.js';
import type { WidgetPort, WidgetState } from './shared/port.js';

/** What the widgets need of a client, in its own words; `createClient()` gives one. */
export interface WidgetClient {
  track(event: string, properties?: Record<string, unknown>): Promise<Receipt>;
  respond(answer: Omit<AnswerDetail, 'waitUntil'>): Promise<Receipt>;
  personId(): string;
  flush(): Promise<{ readonly ok: boolean }>;
  widget(name: string): WidgetState | null | undefined;
  state(): ReturnType<WidgetPort['state']>;
  on(event: 'changed', listener: () => void): () => void;
  /** `anonymousId` is another as soon as another person is there. */
  identity(): { readonly anonymousId: string; readonly userId: string | null };
  referral(): { readonly code: string } | null;
  explain(): { readonly closed: string | null };
  kept(key: string): string | null;
  keep(key: string, text: string | null): void;
}

interface Receipt {
  /** `null` when the client did not take the event at all. */
  readonly messageId: string | null;
  /** It is on disk. */
  readonly durable: boolean;
  readonly reason?: string;
}

/** What each kind of widget is called in what is tracked. */
const CALLED: Readonly<Record<keyof typeof SUBJECTS, string>> = {
  nps: 'Survey',
  csat: 'Survey',
  ces: 'Survey',
  survey: 'Survey',
  checklist: 'Checklist',
  referral: 'Referral Prompt',
  prompt: 'Promotion',
  rewards: 'Rewards',
};
/** What is tracked for what a person does; `*` stands for what the widget is called. */
const TRACKED = {
  'aha-view': '* Viewed',
  'aha-dismiss': '* Dismissed',
  'aha-snooze': '* Snoozed',
  'aha-click': '* Clicked',
  'aha-complete': '* Completed',
  'aha-item': 'Checklist Item Completed',
  'aha-reopen': 'Checklist Item Reopened',
  'aha-restore': 'Checklist Restored',
  'aha-share': 'Referral Shared',
} as const;

/** Where a target says what it is connected to: every copy of this module finds it there, and so does one that is loaded again. */
const CONNECTION = Symbol.for('ahaloop.connection');
interface Connected {
  [CONNECTION]?: {
    /** What of this page was told as viewed. */
    readonly viewed: Set<string>;
    stop(): void;
  };
}

/**
 * Joins the widgets of a page to a client: what people do with them is tracked, answers are responses, and a widget thanks
 * only for an answer that is on disk, or where there is no disk, with the collector. Widgets get what the definition says of them.
 * That a person has viewed something is tracked once a page, however often its element is made.
 *
 * A target has one connection: another takes its place. It ends with its client. On a server it does nothing.
 *
 * @param target listens here; the document by default, to which every widget's events bubble.
 * @param collector where people's own referral links come from; without one the page gives them.
 * @returns its undo, which leaves a later connection alone.
 */
export function connect(
  client: WidgetClient,
  target: EventTarget | undefined = globalThis.document,
  collector: Collector | null = null,
): () => void {
  const page = target as (EventTarget & Connected) | undefined;
  if (!page) return () => {};
  const before = page[CONNECTION];
  before?.stop();
  const viewed = before?.viewed ?? new Set<string>();
  const callbacks = new Set<() => void>();
  let own: ReturnType<typeof import('./own-referral.js').createOwnReferral> | null | undefined;
  const askFor = (from: Collector): void => {
    own = null;
    import('./own-referral.js').then(
      ({ createOwnReferral }) => {
        own = createOwnReferral(client, from, () => callbacks.forEach((callback) => callback()));
        own.changed();
      },
      () => {}, // the widget says that there is no link
    );
  };
  const port: WidgetPort = {
    widget: (name) => client.widget(name),
    facts: () => client.state()?.facts ?? null,
    state: () => client.state(),
    referral: () => {
      if (!collector) return null;
      if (own === undefined) askFor(collector);
      return own?.state();
    },
    arrival: () => {
      const code = client.referral()?.code;
      const over = ['referral:own', 'referral:attributed'].some((key) => client.kept(key) === code);
      return code === undefined || over ? null : code;
    },
    onChange: (callback) => {
      callbacks.add(callback);
      const undo = client.on('changed', callback);
      return () => {
        callbacks.delete(callback);
        undo();
      };
    },
    person: () => client.identity().anonymousId,
    inSample: (seed, share) => fnv1a32(`${seed}:${client.personId()}`) / 2 ** 32 < share,
    read: (key) => client.kept(key),
    write: (key, text) => client.keep(key, text),
  };
  const undos = Object.entries(TRACKED).map(([type, event]) =>
    listen(page, type, ({ detail }: CustomEvent<WidgetDetail | SurveyDetail>) => {
      if (type === 'aha-view') {
        const view = JSON.stringify([client.identity().anonymousId, detail]);
        if (viewed.has(view)) return;
        viewed.add(view);
      }
      void client.track(event.replace('*', CALLED[detail.kind]), propertiesOf(detail));
    }),
  );
  undos.push(
    listen(page, 'aha-answer', ({ detail }: CustomEvent<AnswerDetail>) => {
      const { waitUntil, ...answer } = detail;
      waitUntil(safe(client, client.respond(answer)));
    }),
    listen(page, 'aha-join', ({ detail }: GlobalEventHandlersEventMap['aha-join']) => detail.join(port)),
    client.on('changed', () => {
      if (client.explain().closed === 'closed') disconnect();
    }),
  );
  // Widgets that were there before ask again.
  const tellWidgets = (): unknown => page.dispatchEvent(new Event('aha-ready', { bubbles: true }));
  const stop = (): void => undos.splice(0).forEach((undo) => undo());
  const connection = (page[CONNECTION] = { viewed, stop });
  const disconnect = (): void => {
    stop();
    if (page[CONNECTION] === connection) tellWidgets();
  };
  tellWidgets();
  return disconnect;
}

function propertiesOf(detail: WidgetDetail | SurveyDetail): Record<string, unknown> {
  const { kind, properties } = detail;
  const subject = SUBJECTS[kind];
  const id = (detail as Readonly<Record<string, unknown>>)[subject];
  const response = 'responseId' in detail && { response_id: detail.responseId };
  return { [`${subject}_id`]: id, [`${subject}_kind`]: kind, ...response, ...properties };
}

/** Fulfils once an answer cannot be lost any more; rejects when it could not be brought to safety. */
async function safe(client: WidgetClient, receipt: Promise<Receipt>): Promise<void> {
  const { durable, messageId, reason } = await receipt;
  // The person has answered, and is thanked; whether it may be kept is not theirs to know here.
  if (durable || /^(consent-|erasing|prerendering)/.test(reason ?? '')) return;
  if (messageId === null || !(await client.flush()).ok) throw new Error(`answer not saved: ${reason ?? 'not sent'}`);
}
