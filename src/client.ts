/**
 * The client: the only place where the pure code meets the browser.
 */
import { createClock } from './browser/clock.js';
import { createElection } from './browser/election.js';
import { createJournal } from './browser/journal.js';
import { localText } from './browser/local-text.js';
import { onPageHide } from './browser/page-hide.js';
import { openQueueDatabase } from './browser/queue-database.js';
import { randomBytes } from './browser/random-bytes.js';
import { readDevice, readLanding, readPage } from './browser/surroundings.js';
import { createTransport } from './browser/transport.js';
import { answerEvent, type Answer } from './core/answer.js';
import { readCampaign, stepAttribution } from './core/attribution.js';
import { composeContext } from './core/context.js';
import { createEmitter } from './core/emitter.js';
import { composeEvent, readId, type Call } from './core/compose-event.js';
import { stepIdentify } from './core/identity.js';
import { isoTime, toJson } from './core/json.js';
import type { ClientOptions } from './core/options.js';
import { createRedaction, redactLanding } from './core/redact.js';
import { stepSession } from './core/session.js';
import { createUuidV7 } from './core/uuid.js';
import { readVisitor, type Visitor } from './core/visitor.js';
import { cutLines, lineId } from './delivery/line.js';
import { createMemoryStore } from './delivery/memory-store.js';
import { createUploader, type FlushResult } from './delivery/uploader.js';
import { createWriteAhead } from './delivery/write-ahead.js';
import { VERSION } from './version.js';
import { BATCH_PATH } from './wire/batch.js';
import type { EventType } from './wire/event.js';

/** What became of a call. */
export interface Receipt {
  /** The event's id, the same for ever; null for a call that made no event. */
  readonly messageId: string | null;
  /** Whether it is on disk and outlives a closed tab, a crash and a power cut. Without a disk it waits in memory. */
  readonly durable: boolean;
  /** Why there is no event: `name-missing`, `id-invalid`, `answer-invalid`, `event-too-large`, `internal`. */
  readonly reason?: string;
}

/** Properties or traits: an object of values, lists and objects. What JSON cannot say becomes the nearest thing it can. */
export type Properties = object;

/** What `on` tells of, and what is told. */
export interface ClientEvents {
  readonly captured: { readonly messageId: string; readonly type: EventType; readonly event?: string };
  /** They are in the queue: on disk, or in memory where there is none. */
  readonly stored: { readonly messageIds: readonly string[]; readonly durable: boolean };
  /** The collector has answered for them. */
  readonly sent: { readonly messageIds: readonly string[] };
  readonly dropped: Drop;
}

/** Events, or calls, that come to nothing. */
export interface Drop {
  /** A `Receipt`'s reason, `rejected` (the collector keeps it with its own reason), `http-413` or `http-400`. */
  readonly reason: string;
  readonly count: number;
}

export interface Client {
  /** Records what a person did: `track("Report Created", { kind: "sales" })`. Resolves when it is on disk; never rejects. */
  track(event: string, properties?: Properties): Promise<Receipt>;
  /** Records a page view: `page()`, `page(name, properties)` or `page(category, name, properties)`. */
  page(name?: string, properties?: Properties): Promise<Receipt>;
  page(category: string, name: string, properties?: Properties): Promise<Receipt>;
  /** Says who the person is, and what is known of them. Another `userId` than before begins a new visitor first. */
  identify(userId: string | number, traits?: Properties): Promise<Receipt>;
  identify(traits: Properties): Promise<Receipt>;
  /** Says which account the person acts for, and what is known of it. */
  group(groupId: string | number, traits?: Properties): Promise<Receipt>;
  /** Says that two ids are one person; `previousId` is the anonymous id where it is left out. */
  alias(userId: string | number, previousId?: string | number): Promise<Receipt>;
  /** Records an answer to a survey. Resolves when it is on disk; never rejects. */
  respond(answer: Answer): Promise<Receipt>;
  /** Forgets who the person is: a new anonymous id, no user, no account, a new session. What waits is still sent, as theirs. */
  reset(): void;
  /** Uploads what waits, now. Never rejects. */
  flush(): Promise<FlushResult>;
  /** How many events wait for the collector, as far as this page knows. */
  pending(): number;
  /** Listens; returns its undo. */
  on<Name extends keyof ClientEvents>(name: Name, listener: (detail: ClientEvents[Name]) => void): () => void;
  /** Listens to what is dropped; returns its undo. Nothing is dropped without it. */
  onDrop(listener: (drop: Drop) => void): () => void;
}

const FLUSH_AT = 30;
const FLUSH_AFTER_MS = 2_000;
/** Upload at once when a keepalive request is nearly full. */
const FLUSH_BYTES = 48 * 1024;
/** How often the session's latest event is written down, in milliseconds: seldom, because the write is synchronous. */
const REMEMBER_EVERY_MS = 5_000;

/** Starts a client with options that are known to be right. */
export function startClient(options: ClientOptions): Client {
  const { writeKey, endpoint, flushAt = FLUSH_AT, flushAfterMs = FLUSH_AFTER_MS, debug } = options;
  const name = `ahaloop:${writeKey}`;
  const clock = createClock();
  const newId = createUuidV7(clock.now, randomBytes);
  const emitter = createEmitter<ClientEvents>((error) => {
    // The page's own mistake, in its own listener: reported as such, outside of our work.
    clock.after(0, () => {
      throw error;
    });
  });
  const drop = (reason: string, count: number): void => emitter.emit('dropped', { reason, count });

  // ── Who and where ────────────────────────────────────────────────────────────────────────────────────────────────
  let visitor = readVisitor(null, newId);
  let keptText: string | null = null;
  let rememberedAtMs = -Infinity;
  /** The visitor as it is now: another page of this browser may have signed somebody in or out meanwhile. */
  const recall = (): Visitor => {
    const text = localText.read(name);
    if (text !== keptText) {
      keptText = text;
      visitor = readVisitor(text, newId);
    }
    return visitor;
  };
  const remember = (next: Visitor): void => {
    visitor = next;
    rememberedAtMs = clock.monotonicMs();
    const text = toJson(visitor, { depth: 6, entries: 64, text: 2048 }).json;
    keptText = localText.write(name, text) ? text : null;
  };
  const redaction = createRedaction(options.redact);
  const landing = redactLanding(readLanding(), redaction);
  const campaign = landing && readCampaign(landing.param);
  recall();
  if (landing) remember({ ...visitor, attribution: stepAttribution(visitor.attribution, landing, clock.now()) });
  const device = readDevice();

  /** The context of the last event, which is mostly that of the next one too. */
  let context = { of: '', json: '' };
  const contextJson = (sessionId: string): string => {
    const page = readPage();
    const { anonymousId, groupId } = visitor.identity;
    const of = [anonymousId, sessionId, groupId, page?.url, page?.title].join('\n');
    if (context.of !== of) {
      const { attribution } = visitor;
      const library = { name: 'ahaloop', version: VERSION };
      const parts = { page, campaign, attribution, ...device, library, sessionId, groupId };
      context = { of, json: composeContext(parts, redaction) };
    }
    return context.json;
  };

  // ── Write ahead and upload ───────────────────────────────────────────────────────────────────────────────────────
  const transport = createTransport(endpoint.replace(/\/+$/, '') + BATCH_PATH, clock.after);
  const journal = createJournal(name, newId());
  const memory = createMemoryStore();
  let refusalTold = false;
  const uploader = createUploader({
    clock,
    rules: { flushAt, flushBytes: FLUSH_BYTES, flushAfterMs },
    elect: createElection(name, clock.monotonicMs),
    post: (lines, keepalive) => {
      const sentAt = isoTime(clock.now());
      return transport(`{"writeKey":"${writeKey}","sentAt":"${sentAt}","batch":[${lines.join(',')}]}`, keepalive);
    },
    onSent: (messageIds) => emitter.emit('sent', { messageIds }),
    onDrop: (reason, messageIds) => drop(reason, messageIds.length),
    onPause: (reason) => {
      if (refusalTold) return;
      refusalTold = true;
      console.error(
        `ahaloop: ${endpoint} refuses the write key "${writeKey}" (${reason}); check it. Events are kept until it is taken.`,
      );
    },
  });
  const disk = openQueueDatabase(name, clock.after).catch(() => null);
  // Before this page writes: what earlier pages left is uploaded at once, what it writes itself waits for company.
  void disk.then(async (store) => {
    if (!store) return;
    await uploader.found(store);
    const { lines, forget } = journal.takeLeftBehind();
    if (!lines.length) return;
    await store.add(cutLines(lines)).then(forget, () => {});
    await uploader.found(store);
  });
  const writeAhead = createWriteAhead({
    disk,
    memory,
    journal,
    onStored: (records, store) => {
      uploader.stored(records, store);
      const messageIds = records.flatMap(({ lines }) => lines.map(lineId));
      emitter.emit('stored', { messageIds, durable: store.durable });
    },
  });
  // ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────────
  // Async functions make promises of their own, whatever the page has done to `Promise`.
  const refuse = async (reason: string): Promise<Receipt> => {
    drop(reason, 1);
    return { messageId: null, durable: false, reason };
  };

  const capture = (call: Call): Promise<Receipt> => {
    const nowMs = clock.now();
    const before = recall().session;
    const session = stepSession(before, nowMs, newId);
    visitor = { ...visitor, session };
    if (session.id !== before?.id || clock.monotonicMs() - rememberedAtMs > REMEMBER_EVERY_MS) remember(visitor);
    const messageId = newId();
    const composed = composeEvent(call, {
      messageId,
      nowMs,
      identity: visitor.identity,
      contextJson: contextJson(session.id),
      redaction,
    });
    if ('drop' in composed) return refuse(composed.drop);
    const stored = writeAhead.push(composed.line);
    emitter.emit('captured', {
      messageId,
      type: call.type,
      ...(call.type === 'track' && { event: String(call.event) }),
    });
    return stored.then((durable) => ({ messageId, durable }));
  };

  /** Whatever a page passes, and whatever it has done to the platform: the call never throws. */
  const safely = (work: () => Promise<Receipt>): Promise<Receipt> => {
    try {
      return work();
    } catch {
      return refuse('internal');
    }
  };

  const client: Client = {
    track: (event, properties) => safely(() => capture({ type: 'track', event, properties })),
    page: (...args: [string?, (string | Properties)?, Properties?]) =>
      safely(() => {
        const names = args.filter((arg) => typeof arg === 'string');
        const properties = args.find((arg) => arg && typeof arg === 'object');
        const [category, pageName] = names.length > 1 ? names : [undefined, names[0]];
        return capture({ type: 'page', category, name: pageName, properties });
      }),
    identify: (first: unknown, second?: unknown) =>
      safely(() => {
        // Segment's own way to say more of somebody unknown is a null id.
        const traits = first ?? second;
        if (traits && typeof traits === 'object' && !Array.isArray(traits))
          return capture({ type: 'identify', traits });
        const userId = readId(first);
        if (userId === null) return refuse('id-invalid');
        const identity = stepIdentify(recall().identity, userId, newId);
        const same = identity.anonymousId === visitor.identity.anonymousId;
        remember({ ...(same ? visitor : readVisitor(null, newId)), identity });
        return capture({ type: 'identify', traits: second });
      }),
    group: (id, traits) =>
      safely(() => {
        const groupId = readId(id);
        if (groupId === null) return refuse('id-invalid');
        remember({ ...recall(), identity: { ...visitor.identity, groupId } });
        return capture({ type: 'group', groupId, traits });
      }),
    alias: (id, previous) =>
      safely(() => {
        const userId = readId(id);
        const previousId = previous === undefined ? recall().identity.anonymousId : readId(previous);
        if (userId === null || previousId === null) return refuse('id-invalid');
        return capture({ type: 'alias', userId, previousId });
      }),
    respond: (answer: Answer | null | undefined) =>
      safely(() => {
        const made = answer && answerEvent(answer, newId);
        if (!made) return refuse('answer-invalid');
        const receipt = capture({ type: 'track', ...made, answer: true });
        // Somebody took the trouble to answer: it does not wait for company.
        uploader.hurry();
        return receipt;
      }),
    reset: () => remember(readVisitor(null, newId)),
    flush: async () => {
      await writeAhead.settled();
      return uploader.flush();
    },
    pending: () => uploader.pending() + writeAhead.unsaved().length,
    on: emitter.on,
    onDrop: (listener) => emitter.on('dropped', listener),
  };

  onPageHide(
    (left) => {
      // Only when the latest event was: who the person is may have changed on another page since.
      const { session } = visitor;
      if (session && recall().session?.id === session.id) remember({ ...visitor, session });
      writeAhead.saveToJournal();
      uploader.leave(writeAhead.unsaved());
      writeAhead.hold(left);
    },
    () => {
      writeAhead.hold(false);
      uploader.resume();
    },
  );

  if (debug) {
    for (const event of ['captured', 'stored', 'sent', 'dropped'] as const) {
      client.on(event, (detail) => console.info(`ahaloop: ${event}`, detail));
    }
  }
  return client;
}
