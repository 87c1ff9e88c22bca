/**
 * The client: the only place where the pure code meets the browser.
 */
import { onActivation } from './browser/activation.js';
import { createClock } from './browser/clock.js';
import { eraseDatabases } from './browser/erase-databases.js';
import { createKeptTexts } from './browser/kept-texts.js';
import { localText } from './browser/local-text.js';
import { onPageHide } from './browser/page-hide.js';
import { quietly } from './browser/quietly.js';
import { randomBytes } from './browser/random-bytes.js';
import { reportToPage } from './browser/report-error.js';
import { onStorageChange } from './browser/storage-events.js';
import { readDevice, readLanding, readPage } from './browser/surroundings.js';
import { createTransport } from './browser/transport.js';
import { adoptVisitor } from './core/adopt-visitor.js';
import { answerEvent, type Answer } from './core/answer.js';
import { readCampaign, referralOf, stepAttribution } from './core/attribution.js';
import { composeContext } from './core/context.js';
import { readConsent, type Consent, type ConsentState } from './core/consent.js';
import type { Budget } from './core/budget.js';
import { createEmitter } from './core/emitter.js';
import { composeEvent, readId, type Call } from './core/compose-event.js';
import { stepIdentify, type Identity } from './core/identity.js';
import { quote, toJson } from './core/json.js';
import type { ClientOptions } from './core/options.js';
import { createRedaction, redactLanding } from './core/redact.js';
import { stepSession } from './core/session.js';
import { createUuidV7 } from './core/uuid.js';
import { readVisitor, type Visitor } from './core/visitor.js';
import { createErasure } from './delivery/erasure.js';
import { createGate } from './delivery/gate.js';
import type { FlushResult } from './delivery/uploader.js';
import { createOutbox } from './outbox.js';
import type { Gate } from './lifecycle/gates.js';
import type {
  LifecycleEvents,
  LifecycleStarter,
  PersonState,
  RunningLifecycle,
  WidgetState,
} from './lifecycle/port.js';
import { createPermission } from './permission.js';
import { VERSION } from './version.js';
import type { EventType, Referral } from './wire/event.js';
import { FORGET_PATH } from './wire/forget.js';

/** What became of a call. */
export interface Receipt {
  /** The event's id, the same for ever; null for a call that made no event. */
  readonly messageId: string | null;
  /** Whether it is on disk and outlives a closed tab, a crash and a power cut. Without a disk it waits in memory. */
  readonly durable: boolean;
  /**
   * Why there is no event: `name-missing`, `id-invalid`, `answer-invalid`, `event-too-large`, `consent-denied`, `internal`.
   * Why there is one that waits in memory before anything is stored: `consent-pending`, `prerendering`, `erasing`.
   */
  readonly reason?: string;
}

/** Properties or traits: an object of values, lists and objects. What JSON cannot say becomes the nearest thing it can. */
export type Properties = object;

/** What `on` tells of, and what is told. */
export interface ClientEvents extends LifecycleEvents {
  readonly captured: { readonly messageId: string; readonly type: EventType; readonly event?: string };
  /** They are in the queue: on disk, or in memory where there is none. */
  readonly stored: { readonly messageIds: readonly string[]; readonly durable: boolean };
  /** The collector has answered for them. */
  readonly sent: { readonly messageIds: readonly string[] };
  readonly dropped: Drop;
}

/** Events, or calls, that come to nothing. */
export interface Drop {
  /**
   * A `Receipt`'s reason, `rejected` (the collector keeps it with its own reason), `http-413` or `http-400`; `queue-full`, `queue-age`
   * and `storage-cleared` (docs/reliability.md); `consent-denied` and
   * `forgotten` also for events that waited, `gate-full` for those that memory has no room for while consent is pending.
   */
  readonly reason: string;
  readonly count: number;
}

/** What the client does, and why. */
export interface Explanation {
  readonly consent: Consent;
  /** Why nothing is stored or sent now: `consent-pending`, `consent-denied`, `prerendering`, `erasing`; null where it is. */
  readonly closed: string | null;
  /** How many events wait for the collector, as far as this page knows. */
  readonly pending: number;
  /** Whether the collector has yet to answer for a `forget()`. */
  readonly forgetting: boolean;
}

/** A prompt of the page's own that has the person's attention. */
export interface Claim {
  done(): void;
  cancelled(): void;
}

/** How a `forget()` ended. */
export interface ForgetResult {
  /** Whether everything is erased, here and by the collector. */
  readonly ok: boolean;
  /** Why it is not yet: `network`, `http-503` …; asked again until the collector answers. `store`: the database cannot be emptied. */
  readonly reason?: string;
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
  /**
   * Says what the person has decided: remembered, and in force in all tabs at once. `granted` sends what waited; `denied` erases
   * what is stored in this browser; `pending` takes the decision back. Without one, it only tells.
   *
   * @returns the state in force.
   */
  consent(state?: ConsentState): ConsentState;
  /** Erases the visitor, here and by the collector, and begins a new one. Remembered until the collector answers. Never rejects. */
  forget(): Promise<ForgetResult>;
  /** Tells what the client does, and why. */
  explain(): Explanation;
  /** Why a play of the lifecycle is done or not: each gate, its value and when it will pass. Null where there is no such play. */
  explain(play: string): readonly Gate[] | null;
  /**
   * Says that the page shows a prompt of its own: nothing of ours is shown until it is `done` (the person saw it: a pause follows) or
   * `cancelled`.
   */
  claim(name: string): Claim;
  /** The id of the person in front of the page: the product's own where it is known, else the anonymous one. */
  personId(): string;
  /** Forgets who the person is: a new anonymous id, no user, no account, a new session. What waits is still sent, as theirs. */
  reset(): void;
  /**
   * Where the person stands, now: stage, milestones, segments, scores, facts. Null without a lifecycle definition, and until a
   * definition that is loaded has come.
   */
  state(): PersonState | null;
  /** A widget as the lifecycle definition has it; null where there is none of that name, undefined while that is not known yet. */
  widget(name: string): WidgetState | null | undefined;
  /** The referral code that brought the person, the first of the last 90 days; null for none. Also while nothing may be stored, of this page. */
  referral(): Referral | null;
  /** Who the person is to events: the id of this browser, and the user and account that the product named. */
  identity(): Identity;
  /** A small text that a widget keeps of this person in this browser, at most 20,000 characters; in memory while nothing may be stored. */
  keep(key: string, text: string | null): void;
  kept(key: string): string | null;
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
/** What may wait for the collector: more than any visit makes, and less than browsers let an origin have. */
const BUDGET: Budget = { events: 20_000, bytes: 20 * 1024 * 1024, ageMs: 90 * 86_400_000 };
/** What was given up is reported so long after the first of it, in milliseconds: once for all of it. */
const REPORT_DROPS_AFTER_MS = 1_000;

const DENIED = 'consent-denied';
const FORGOTTEN = 'forgotten';
const UNREPORTED = new Set(['rejected', DENIED, FORGOTTEN]);

/** Starts a client with options that are known to be right. */
export function startClient(options: ClientOptions): Client {
  const { writeKey, endpoint, flushAt = FLUSH_AT, flushAfterMs = FLUSH_AFTER_MS, debug } = options;
  const name = `ahaloop:${writeKey}`;
  const clock = createClock();
  const newId = createUuidV7(clock.now, randomBytes);
  // The page's own mistake, in its own listener: reported as such, outside of our work.
  const emitter = createEmitter<ClientEvents>(reportToPage);
  /** What was given up and not yet reported, by reason. */
  let unreported: Record<string, number> = {};
  const drop = quietly((reason: string, count: number) => {
    emitter.emit('dropped', { reason, count });
    // What it rejected the collector has counted itself; what somebody has refused or had erased is nobody's business.
    if (UNREPORTED.has(reason)) return;
    if (!Object.keys(unreported).length) clock.after(REPORT_DROPS_AFTER_MS, reportDrops);
    unreported[reason] = (unreported[reason] ?? 0) + count;
  });
  /** Tells the collector what it will never see, as an event like any other: kept, uploaded and stored once. */
  const reportDrops = (): void => {
    const reasons = unreported;
    const count = Object.values(reasons).reduce((sum, one) => sum + one, 0);
    if (!count || permission.check()) return;
    unreported = {};
    void capture({ type: 'track', event: 'Events Dropped', properties: { count, reasons } });
  };

  // ── Whether it may ───────────────────────────────────────────────────────────────────────────────────────────────
  const consentKey = `${name}:consent`;
  const forgetKey = `${name}:forget`;
  const peopleKey = `${name}:people`;
  const keptPrefix = `${name}:kept:`;
  const gate = createGate((count) => drop('gate-full', count));
  const permission = createPermission(
    consentKey,
    options,
    () => open(),
    () => void erase('consent-denied'),
  );

  // ── Who and where ────────────────────────────────────────────────────────────────────────────────────────────────
  let visitor = readVisitor(null, newId);
  let keptText: string | null = null;
  let rememberedAtMs = -Infinity;
  /** Whom the collector may know, until they are forgotten. */
  let knownId: string | null = null;
  /** The id that a subdomain has left for this visit. */
  let { sharedId } = permission;
  /** A new visitor was begun before the stored one could be looked at. */
  let afresh = false;
  /** The visitor as it is now: another page of this browser may have signed somebody in or out meanwhile. */
  const recall = (): Visitor => {
    if (permission.closed()) return visitor;
    const text = localText.read(name);
    if (text !== keptText) {
      keptText = text;
      visitor = readVisitor(text, newId);
    }
    return visitor;
  };
  const readStored = (): Visitor | null => {
    const text = localText.read(name);
    return text === null ? null : readVisitor(text, newId);
  };
  const remember = (next: Visitor): void => {
    visitor = next;
    if (permission.closed()) return;
    afresh = false;
    rememberedAtMs = clock.monotonicMs();
    knownId = next.identity.anonymousId;
    permission.share(knownId, visitor.attribution?.referral);
    const text = toJson(visitor, { depth: 6, entries: 64, text: 2048 }).json;
    // Where it cannot be written, what is there is not what holds.
    keptText = localText.write(name, text) ? text : localText.read(name);
  };
  const kept = createKeptTexts(
    keptPrefix,
    () => [recall().identity.userId, visitor.identity.anonymousId],
    () => permission.closed() !== null,
  );
  const redaction = createRedaction(options.redact);
  const beginAfresh = (): Visitor => {
    afresh = true;
    arrival = sharedId = null;
    return readVisitor(null, newId);
  };
  const landing = redactLanding(readLanding(), redaction);
  /** What this visit adds to the attribution, until it is added. */
  let arrival = landing;
  const campaign = landing && readCampaign(landing.param);
  if (landing) visitor = { ...visitor, attribution: stepAttribution(null, landing, clock.now()) };
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

  // ── Out of the page ──────────────────────────────────────────────────────────────────────────────────────────────
  const address = endpoint.replace(/\/+$/, '');
  let refusalTold = false;
  const outbox = createOutbox({
    name,
    writeKey,
    address,
    clock,
    rules: { flushAt, flushBytes: FLUSH_BYTES, flushAfterMs },
    budget: BUDGET,
    pageId: newId(),
    permission,
    onStored: (messageIds, durable) => emitter.emit('stored', { messageIds, durable }),
    onSent: (messageIds) => emitter.emit('sent', { messageIds }),
    onDrop: drop,
    onPause: (reason) => {
      if (refusalTold) return;
      refusalTold = true;
      console.error(`ahaloop: ${endpoint} refuses the write key "${writeKey}" (${reason}); events are kept.`);
    },
  });
  const pending = (): number => outbox.pending() + gate.held();

  // ── Lifecycle ────────────────────────────────────────────────────────────────────────────────────────────────────
  let lifecycle: RunningLifecycle | null = null;
  let awaited = options.lifecycle !== undefined;
  const claims = new Map<object, string>();
  /** What was captured before the definition had come. */
  let early: string[] = [];
  const startLifecycle = quietly((starter: LifecycleStarter | null) => {
    awaited = false;
    lifecycle =
      starter?.run({
        name,
        now: clock.now,
        after: clock.after,
        identity: () => recall().identity,
        closed: () => permission.closed() !== null,
        track: (event, properties) => void client.track(event, properties),
        tell: emitter.emit,
        tellTabs: () => localText.write(peopleKey, newId()),
        newId,
        address,
        identityToken: options.identityToken,
        flush: () => client.flush(),
        claims: () => [...claims.values()],
        listens: () => emitter.heard('play'),
      }) ?? null;
    for (const line of early) lifecycle?.captured(line);
    early = [];
    emitter.emit('changed', null);
  });
  const noteCaptured = quietly((line: string) => {
    if (lifecycle) lifecycle.captured(line);
    else if (options.lifecycle && early.length < 1_000) early.push(line);
  });

  // ── Opened, erased, forgotten ────────────────────────────────────────────────────────────────────────────────────
  /** Nothing stood in the way, or no longer does: the page goes on with who is remembered, and what waited is stored. */
  const open = (): void => {
    const own = visitor;
    const known = adoptVisitor(own, afresh ? null : readStored(), sharedId);
    const { attribution } = known;
    const arrived = arrival && (known !== own || !attribution);
    const came = arrived ? stepAttribution(attribution, arrival!, clock.now()) : attribution;
    const referral = came && (came.referral ?? (sharedId && permission.sharedReferral));
    remember({ ...known, attribution: referral ? { ...came, referral } : came });
    arrival = sharedId = null;
    context = { of: '', json: '' };
    for (const line of gate.release()) {
      const renamed = line.replaceAll(own.identity.anonymousId, known.identity.anonymousId);
      void outbox.push(own.session && known.session ? renamed.replaceAll(own.session.id, known.session.id) : renamed);
    }
    outbox.resume(false);
    reportDrops();
    lifecycle?.renew();
  };

  /** Erases what this page holds and, unless another tab is at it, what this browser has stored. */
  const erase = (reason: string, stored = true): Promise<boolean> =>
    permission.during(async () => {
      const before = newId();
      const count = pending();
      gate.release();
      visitor = readVisitor(null, newId);
      keptText = null;
      if (stored) {
        // Somebody who is refused now may ask to be forgotten next.
        if (reason === DENIED) knownId ??= readStored()?.identity.anonymousId ?? null;
        for (const key of localText.keys()) {
          const ours = key === name || key.startsWith(`${name}:`);
          if (ours && key !== consentKey && key !== forgetKey) localText.write(key, null);
        }
      }
      kept.clear();
      lifecycle?.forget();
      if (count) drop(reason, count);
      // What is on its way to the disk arrives there first.
      await outbox.discard();
      // Another tab may have begun a new visitor already.
      return !stored || eraseDatabases(name, before, clock.after);
    });

  const forgetTransport = createTransport(address + FORGET_PATH, clock.after);
  const erasure = createErasure({
    kept: { read: () => localText.read(forgetKey), write: (text) => localText.write(forgetKey, text) },
    post: (id) => forgetTransport(`{"writeKey":"${writeKey}","anonymousId":${quote(id)}}`, true),
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
    const closed = permission.closed();
    let stored: Promise<boolean> | null = null;
    if (closed) gate.hold(composed.line, 'answer' in call && call.answer);
    else stored = outbox.push(composed.line);
    noteCaptured(composed.line);
    emitter.emit('captured', {
      messageId,
      type: call.type,
      ...(call.type === 'track' && { event: String(call.event) }),
    });
    return toReceipt(messageId, stored, closed);
  };
  const toReceipt = async (id: string, stored: Promise<boolean> | null, reason: string | null): Promise<Receipt> => ({
    messageId: id,
    durable: (await stored) === true,
    ...(reason && { reason }),
  });

  /** Whatever a page passes, and whatever it has done to the platform: the call never throws. */
  const safely = (work: () => Promise<Receipt>): Promise<Receipt> => {
    try {
      const reason = permission.check();
      return reason === DENIED ? refuse(reason) : work().catch(() => refuse('internal'));
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
        remember({ ...(same ? visitor : beginAfresh()), identity });
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
        outbox.hurry();
        return receipt;
      }),
    consent: (state) => {
      const decided = readConsent(state);
      if (decided) permission.decide(decided);
      return permission.consent().state;
    },
    forget: async () => {
      permission.check();
      const stored = readStored()?.identity.anonymousId;
      for (const id of new Set([knownId, stored, sharedId])) if (id) erasure.want(id);
      knownId = sharedId = null;
      permission.share(null);
      const erased = await erase(FORGOTTEN);
      const reason = (await erasure.ask()) ?? (erased ? null : 'store');
      return reason ? { ok: false, reason } : { ok: true };
    },
    explain: ((play?: string) =>
      play === undefined
        ? {
            closed: permission.check(),
            consent: permission.consent(),
            pending: pending(),
            forgetting: erasure.wanted(),
          }
        : (lifecycle?.explain(play) ?? null)) as Client['explain'],
    claim: (prompt) => {
      const end = (done: boolean) => () => {
        if (claims.delete(claim)) lifecycle?.claimed(done);
      };
      const claim = { done: end(true), cancelled: end(false) };
      claims.set(claim, prompt);
      return claim;
    },
    personId: () => recall().identity.userId ?? visitor.identity.anonymousId,
    reset: () => {
      permission.check();
      remember(beginAfresh());
    },
    state: () => lifecycle?.state() ?? null,
    widget: (widget) => (lifecycle ? lifecycle.widget(widget) : awaited ? undefined : null),
    referral: () => referralOf(recall().attribution, clock.now()),
    identity: () => recall().identity,
    keep: kept.write,
    kept: kept.read,
    flush: async () => {
      const reason = permission.check();
      if (reason) return { ok: false, sent: 0, pending: pending(), reason };
      return outbox.flush();
    },
    pending,
    on: (event, listener) => {
      const undo = emitter.on(event, listener);
      if (event === 'play') lifecycle?.renew();
      return undo;
    },
    onDrop: (listener) => emitter.on('dropped', listener),
  };

  onPageHide(
    (left) => {
      // Only when the latest event was: who the person is may have changed on another page since.
      const { session } = visitor;
      if (session && recall().session?.id === session.id) remember({ ...visitor, session });
      reportDrops();
      outbox.leave(left);
    },
    (online) => {
      permission.refresh(false);
      if (!permission.closed()) outbox.resume(online);
      lifecycle?.renew();
      if (erasure.wanted()) void erasure.ask();
    },
  );
  onStorageChange((key, text) => {
    if (key === consentKey || key === null) permission.refresh(key !== null);
    if (key === peopleKey || key === name) lifecycle?.renew();
    if (key?.startsWith(keptPrefix)) emitter.emit('changed', null);
    // Another tab forgets whom this one still holds events of.
    if (key === forgetKey && text?.includes(visitor.identity.anonymousId)) void erase(FORGOTTEN, false);
  });
  void Promise.resolve(options.lifecycle ?? null).then(startLifecycle, () => startLifecycle(null));
  permission.check();
  onActivation(() => {
    permission.check();
    if (erasure.wanted()) void erasure.ask();
  });

  if (debug) {
    for (const event of ['captured', 'stored', 'sent', 'dropped'] as const) {
      client.on(event, (detail) => console.info(`ahaloop: ${event}`, detail));
    }
  }
  return client;
}
