import type { AnswerDetail } from './shared/events.js';
import { listen } from './shared/listen.js';

/** What the widgets need of a client, in its own words; `createClient()` gives one. */
export interface WidgetClient {
  track(event: string, properties?: Record<string, string>): Promise<Receipt>;
  respond(answer: Omit<AnswerDetail, 'group' | 'waitUntil'>): Promise<Receipt>;
  flush(): Promise<{ readonly ok: boolean }>;
}

interface Receipt {
  /** `null` when the client did not take the event at all. */
  readonly messageId: string | null;
  /** It is on disk. */
  readonly durable: boolean;
  readonly reason?: string;
}

/**
 * Joins the widgets of a page to a client: views and dismissals are tracked, answers are responses, and a widget thanks
 * only for an answer that is on disk, or where there is no disk, with the collector.
 *
 * @param target listens here; the document by default, to which every widget's events bubble.
 * @returns its undo.
 */
export function connect(client: WidgetClient, target: EventTarget = document): () => void {
  const on = <T extends 'aha-view' | 'aha-answer' | 'aha-dismiss'>(
    type: T,
    listener: (detail: GlobalEventHandlersEventMap[T]['detail']) => void,
  ) => listen(target, type, (event: GlobalEventHandlersEventMap[T]) => listener(event.detail));

  const undos = [
    on('aha-view', ({ survey, kind, responseId }) => {
      void client.track('Survey Viewed', { survey_id: survey, survey_kind: kind, response_id: responseId });
    }),
    on('aha-answer', ({ survey, kind, score, comment, responseId, partial, waitUntil }) => {
      const receipt = client.respond({ survey, kind, score, responseId, partial, ...(comment && { comment }) });
      waitUntil(safe(client, receipt));
    }),
    on('aha-dismiss', ({ survey, kind, responseId }) => {
      void client.track('Survey Dismissed', { survey_id: survey, survey_kind: kind, response_id: responseId });
    }),
  ];
  return () => undos.forEach((undo) => undo());
}

/** Fulfils once an answer cannot be lost any more; rejects when it could not be brought to safety. */
async function safe(client: WidgetClient, receipt: Promise<Receipt>): Promise<void> {
  const { durable, messageId, reason } = await receipt;
  // The person has answered, and is thanked; whether it may be kept is not theirs to know here.
  if (durable || /^(consent-|erasing|prerendering)/.test(reason ?? '')) return;
  if (messageId === null || !(await client.flush()).ok) throw new Error(`answer not saved: ${reason ?? 'not sent'}`);
}
