/**
 * Starts a client: the only place where the pure code meets the browser.
 */
import { onActivation } from './browser/activation.js';
import { bag } from './browser/bag.js';
import { createClock } from './browser/clock.js';
import { eraseDatabases } from './browser/erase-databases.js';
import { isServer } from './browser/is-server.js';
import { createKeptTexts } from './browser/kept-texts.js';
import { localText } from './browser/local-text.js';
import { onPageHide } from './browser/page-hide.js';
import { quietly } from './browser/quietly.js';
import { randomBytes } from './browser/random-bytes.js';
import { reportToPage } from './browser/report-error.js';
import { onStorageChange } from './browser/storage-events.js';
import { readDevice, readLanding, readPage } from './browser/surroundings.js';
import { readAddress, type PageAddress } from './browser/page-address.js';
import { createTransport } from './browser/transport.js';
import { answerEvent, type Answer } from './core/answer.js';
import { readCampaign, referralOf } from './core/attribution.js';
import { composeContext } from './core/context.js';
import { readConsent } from './core/consent.js';
import type { Budget } from './core/budget.js';
import { createEmitter } from './core/emitter.js';
import { composeEvent, readId, type Call } from './core/compose-event.js';
import { stepIdentify, type Identity } from './core/identity.js';
import { quote } from './core/json.js';
import { lineContext, makeLine, wholeJson, type Line, type LineContext } from './core/line.js';
import type { KnownOptions } from './core/options.js';
import { createRedaction, redactLanding } from './core/redact.js';
import { createUuidV7 } from './core/uuid.js';
import type { Visitor } from './core/visitor.js';
import { createErasure } from './delivery/erasure.js';
import { createGate } from './delivery/gate.js';
import { createOutbox } from './outbox.js';
import type { LifecycleStarter, RunningLifecycle } from './lifecycle/port.js';
import type { Client, ClientEvents, Properties, Receipt } from './client.js';
import { createPermission } from './permission.js';
import { rememberVisitor } from './remembered-visitor.js';
import { VERSION } from './version.js';
import { FORGET_PATH } from './wire/forget.js';

const FLUSH_AT = 30;
const FLUSH_AFTER_MS = 2_000;
/** Upload at once when a keepalive request is nearly full. */
const FLUSH_BYTES = 48 * 1024;
/** What may wait for the collector: more than any visit makes, and less than browsers let an origin have. */
const BUDGET: Budget = { events: 20_000, bytes: 48 * 1024 * 1024, _ageMs: 90 * 86_400_000 };
/** What was given up is reported so long after the first of it, in milliseconds: once for all of it. */
const REPORT_DROPS_AFTER_MS = 1_000;

const DENIED = 'consent-denied';
const FORGOTTEN = 'forgotten';
const CLOSED = 'closed';
const UNREPORTED = new Set(['rejected', DENIED, FORGOTTEN]);

/** Page views that are made when their title has come: the script tag's, of a single-page application. */
export interface Views {
  /** Captures the one that waits now: something else happens, or the page is left. */
  _due?: (() => void) | undefined;
  /** The page as it is called now, for a view that is captured later. */
  _begin?: () => () => undefined;
}

/**
 * Starts a client with options that are known to be right.
 *
 * @param options its own properties only: one without a prototype.
 * @param loading ends when what earlier workers kept of the visitor can be read; until then calls wait. A page reads it at once.
 */
export function startClient(options: KnownOptions, views: Views = bag({}), loading?: Promise<void>): Client {
  const { writeKey, endpoint, flushAt = FLUSH_AT, flushAfterMs = FLUSH_AFTER_MS, debug } = options;
  const name = `ahaloop:${writeKey}`;
  /** Why it does nothing for good: there is no browser around it, or it was closed. */
  let ended = isServer() ? 'no-browser' : null;
  const clock = createClock();
  const newId = createUuidV7(clock.now, randomBytes);
  // The page's own mistake, in its own listener: reported as such, outside of our work.
  const emitter = createEmitter<ClientEvents>(reportToPage);
  /** What was given up and not yet reported, by reason. */
  let unreported: Record<string, number> = {};
  const drop = quietly((reason: string, count: number) => {
    emitter._emit('dropped', { reason, count });
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
    void capture({ type: 'track', event: 'Events Dropped', properties: { count, reasons }, answer: false });
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
    (again) => open(again),
    () => void erase('consent-denied'),
  );

  // ── Who and where ────────────────────────────────────────────────────────────────────────────────────────────────
  const redaction = createRedaction(options.redact);
  const came = readLanding();
  const landing = redactLanding(came && { ...came, domain: options.cookieDomain }, redaction);
  const campaign = landing && readCampaign(landing._param);
  const visitor = rememberVisitor(name, clock, newId, permission, landing);
  const identity = (): Identity => visitor._recall().identity;
  /** By what the person is known, the product's own id first. */
  const ids = (): readonly [string | null, string] => {
    const { userId, anonymousId } = identity();
    return [userId, anonymousId];
  };
  const kept = createKeptTexts(keptPrefix, ids, () => permission.closed() !== null);
  const device = readDevice();

  /** The address of a view that is captured late; undefined for where the page is now. */
  let viewed: PageAddress | undefined;
  /** The context of the last event, which is mostly that of the next one too. */
  let context = { of: '', _line: lineContext('') };
  const contextOf = ({ identity: { anonymousId, groupId }, attribution }: Visitor, sessionId: string): LineContext => {
    const page = readPage(viewed);
    const of = [anonymousId, sessionId, groupId, page?.url, page?.title].join('\n');
    if (context.of !== of) {
      const library = { name: 'ahaloop', version: VERSION };
      const parts = { page, campaign, attribution, ...device, library, sessionId, groupId };
      context = { of, _line: lineContext(composeContext(parts, redaction)) };
    }
    return context._line;
  };

  // ── Out of the page ──────────────────────────────────────────────────────────────────────────────────────────────
  const address = endpoint.replace(/\/+$/, '');
  let refusalTold = false;
  const outbox = createOutbox({
    name,
    writeKey,
    address,
    _clock: clock,
    _rules: { flushAt, _flushBytes: FLUSH_BYTES, flushAfterMs },
    _budget: BUDGET,
    _pageId: newId(),
    newId,
    _permission: permission,
    _onStored: (messageIds, durable) => emitter._emit('stored', { messageIds, durable }),
    _onSent: (messageIds) => emitter._emit('sent', { messageIds }),
    onDrop: drop,
    _onPause: (reason) => {
      if (refusalTold) return;
      refusalTold = true;
      console.error(`ahaloop: ${endpoint} refuses the write key "${writeKey}" (${reason}); events are kept.`);
    },
  });
  const pending = (): number => outbox.pending() + gate._held();

  // ── Lifecycle ────────────────────────────────────────────────────────────────────────────────────────────────────
  let lifecycle: RunningLifecycle | null = null;
  let awaited = options.lifecycle !== undefined;
  const claims = new Map<object, string>();
  /** What was captured before the definition had come. */
  let early: Line[] = [];
  const startLifecycle = quietly((starter: LifecycleStarter | null) => {
    awaited = false;
    if (ended) return;
    lifecycle =
      starter?.run({
        name,
        now: clock.now,
        after: clock.after,
        identity,
        closed: () => permission.closed() !== null,
        track: (event, properties) => void client.track(event, properties),
        tell: emitter._emit,
        tellTabs: () => localText.write(peopleKey, newId()),
        newId,
        address,
        identityToken: options.identityToken,
        flush: () => client.flush(),
        claims: () => [...claims.values()],
        listens: () => emitter._heard('play'),
      }) ?? null;
    for (const line of early) lifecycle?.captured(wholeJson(line));
    early = [];
    emitter._emit('changed', null);
  });
  const noteCaptured = quietly((line: Line) => {
    if (lifecycle) lifecycle.captured(wholeJson(line));
    else if (options.lifecycle && early.length < 1_000) early.push(line);
  });

  /** What may be stored, or who the person is, may have changed. */
  const renew = (): void => {
    lifecycle?.renew();
    emitter._emit('changed', null);
  };

  // ── Opened, erased, forgotten ────────────────────────────────────────────────────────────────────────────────────
  /** Nothing stood in the way, or no longer does: the page goes on with who is remembered, and what waited is stored. */
  const open = (again: boolean): void => {
    if (ended) return;
    const { _own: own, _known: known } = visitor._adopt(again);
    context.of = '';
    for (const line of gate._release()) {
      const rename = (json: string): string => {
        const renamed = json.replaceAll(own.identity.anonymousId, known.identity.anonymousId);
        return own.session && known.session ? renamed.replaceAll(own.session.id, known.session.id) : renamed;
      };
      void outbox.push(makeLine(rename(line._head), lineContext(rename(line.context.json))));
    }
    outbox._resume(false);
    reportDrops();
    renew();
  };

  /** Erases what this page holds and, unless another tab is at it, what this browser has stored. */
  const erase = (reason: string, stored = true): Promise<boolean> =>
    permission._during('erasing', async () => {
      const before = newId();
      const count = pending();
      gate._release();
      // Somebody who is refused now may ask to be forgotten next.
      visitor.forget(stored && reason === DENIED);
      if (stored) {
        for (const key of localText.keys()) {
          const ours = key === name || key.startsWith(`${name}:`);
          if (ours && key !== consentKey && key !== forgetKey) localText.write(key, null);
        }
      }
      kept.clear();
      lifecycle?.forget();
      if (count) drop(reason, count);
      // What is on its way to the disk arrives there first.
      await outbox._discard();
      // Another tab may have begun a new visitor already.
      return !stored || eraseDatabases(name, before, clock.after);
    });

  const forgetTransport = createTransport(address + FORGET_PATH, clock.after);
  const erasure = createErasure({
    kept: { read: () => localText.read(forgetKey), write: (text) => localText.write(forgetKey, text) },
    _post: (id) => forgetTransport._post(`{"writeKey":"${writeKey}","anonymousId":${quote(id)}}`),
  });

  // ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────────
  // Async functions make promises of their own, whatever the page has done to `Promise`.
  const refuse = async (reason: string): Promise<Receipt> => {
    if (!ended) drop(reason, 1);
    return { messageId: null, durable: false, reason };
  };

  const capture = (call: Call, nowMs = clock.now()): Promise<Receipt> => {
    const who = visitor._visit(nowMs);
    const messageId = newId();
    const composed = composeEvent(call, {
      messageId,
      _nowMs: nowMs,
      identity: who.identity,
      context: contextOf(who, who.session.id),
      redaction,
    });
    // By its own member: a page may have put the other one on every object.
    if (composed._line === undefined) return refuse(composed.drop);
    const closed = permission.closed();
    let stored: Promise<boolean> | null = null;
    if (closed) gate._hold(composed._line, call.type === 'track' && call.answer === true);
    else stored = outbox.push(composed._line);
    noteCaptured(composed._line);
    emitter._emit('captured', {
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
      if (ended) return refuse(ended);
      if (loading) return loading.then(() => safely(work));
      views._due?.();
      const reason = permission.check();
      return reason === DENIED ? refuse(reason) : work().catch(() => refuse('internal'));
    } catch {
      return refuse('internal');
    }
  };

  views._begin = () => {
    const address = readAddress(location);
    const nowMs = clock.now();
    return () => {
      views._due = undefined;
      void safely(() => {
        viewed = address;
        try {
          return capture({ type: 'page', category: undefined, name: undefined, properties: undefined }, nowMs);
        } finally {
          viewed = undefined;
        }
      });
    };
  };

  const client: Client = {
    writeKey,
    track: (event, properties) => safely(() => capture({ type: 'track', event, properties, answer: false })),
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
        const before = visitor._recall();
        const next = stepIdentify(before.identity, userId, newId);
        const same = next.anonymousId === before.identity.anonymousId;
        visitor._remember({ ...(same ? before : visitor._beginAfresh()), identity: next });
        const receipt = capture({ type: 'identify', traits: second });
        emitter._emit('changed', null);
        return receipt;
      }),
    group: (id, traits) =>
      safely(() => {
        const groupId = readId(id);
        if (groupId === null) return refuse('id-invalid');
        const before = visitor._recall();
        visitor._remember({ ...before, identity: { ...before.identity, groupId } });
        return capture({ type: 'group', groupId, traits });
      }),
    alias: (id, previous) =>
      safely(() => {
        const userId = readId(id);
        const previousId = previous === undefined ? identity().anonymousId : readId(previous);
        if (userId === null || previousId === null) return refuse('id-invalid');
        return capture({ type: 'alias', userId, previousId });
      }),
    respond: (answer: Answer | null | undefined) =>
      safely(() => {
        const made = answer && answerEvent(answer, newId);
        if (!made) return refuse('answer-invalid');
        const receipt = capture({ type: 'track', ...made, answer: true });
        // Somebody took the trouble to answer: it does not wait for company.
        outbox._hurry();
        return receipt;
      }),
    consent: (state) => {
      const decided = readConsent(state);
      if (decided && !ended) permission.decide(decided);
      return permission.consent().state;
    },
    forget: async () => {
      await loading;
      if (ended) return { ok: false, reason: ended };
      permission.check();
      for (const id of visitor._letGo()) erasure.want(id);
      permission.share(null);
      const erased = await erase(FORGOTTEN);
      const reason = (await erasure.ask()) ?? (erased ? null : 'store');
      return reason ? { ok: false, reason } : { ok: true };
    },
    explain: ((play?: string) =>
      play === undefined
        ? {
            closed: ended ?? permission.check(),
            consent: permission.consent(),
            pending: pending(),
            forgetting: erasure._wanted(),
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
    personId: () => ids()[0] ?? ids()[1],
    reset: () => {
      views._due?.();
      permission.check();
      visitor._remember(visitor._beginAfresh());
      emitter._emit('changed', null);
    },
    state: () => lifecycle?.state() ?? null,
    widget: (widget) => (lifecycle ? lifecycle.widget(widget) : awaited ? undefined : null),
    referral: () => referralOf(visitor._recall().attribution, clock.now()),
    identity,
    keep: kept.write,
    kept: kept.read,
    flush: async () => {
      await loading;
      views._due?.();
      const reason = ended ?? permission.check();
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
    close: async () => {
      await loading;
      if (ended) return;
      ended = CLOSED;
      // What waits for a decision is not stored without one.
      const undecided = gate._release().length;
      if (undecided) emitter._emit('dropped', { reason: CLOSED, count: undecided });
      emitter._emit('changed', null);
      for (const undo of undos) undo();
      visitor._leave();
      await Promise.all([outbox.close(), lifecycle?.close()]);
      clock.stop();
    },
  };

  const undos = [
    onPageHide(
      (left) => {
        views._due?.();
        visitor._leave();
        reportDrops();
        outbox._leave(left);
      },
      (online) => {
        permission._refresh(false);
        if (!permission.closed()) outbox._resume(online);
        lifecycle?.renew();
        if (erasure._wanted()) void erasure.ask();
      },
    ),
    onStorageChange((key, text) => {
      if (key === consentKey || key === null) permission._refresh(key !== null);
      if (key === peopleKey || key === name) renew();
      if (key?.startsWith(keptPrefix)) emitter._emit('changed', null);
      // Another tab forgets whom this one still holds events of.
      if (key === forgetKey && text?.includes(visitor._latest().identity.anonymousId)) void erase(FORGOTTEN, false);
    }),
  ];
  void Promise.resolve(options.lifecycle ?? null).then(startLifecycle, (error: unknown) => {
    console.error('ahaloop:', error);
    startLifecycle(null);
  });
  if (loading) {
    const read = loading;
    loading = permission
      ._during('starting', () => read)
      .then(() => {
        loading = undefined;
      });
  } else permission.check();
  onActivation(() => {
    permission.check();
    if (erasure._wanted()) void erasure.ask();
  });

  if (debug) {
    for (const event of ['captured', 'stored', 'sent', 'dropped'] as const) {
      client.on(event, (detail) => console.info(`ahaloop: ${event}`, detail));
    }
  }
  return client;
}
