import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { addBackupRoutes } from './backup/backup-routes.js';
import type { Backups } from './backup/create-backups.js';
import { addClientSettings } from './http/client-settings.js';
import { answerInTime } from './http/answer-in-time.js';
import { answerPreflight, OPEN_HEADERS } from './http/cors.js';
import { errorAnswer, storeRefused } from './http/error-answer.js';
import { createBytesInFlight, defaultBytesInFlight } from './http/bytes-in-flight.js';
import { addIngestRoutes } from './ingest/ingest-routes.js';
import type { Projects } from './http/find-project.js';
import type { AuditLog } from './http/audit-log.js';
import { rateLimitByKey, type KeyRules } from './http/key-rules.js';
import { createRateLimit } from './http/rate-limit.js';
import { noteRoutes } from './http/known-routes.js';
import { addConfigRoute } from './lifecycle/config-route.js';
import type { Lifecycles } from './lifecycle/lifecycles.js';
import type { IdentitySecrets } from './http/identity-token.js';
import { addOwnPersonRoute } from './people/own-person-route.js';
import { addPersonRoutes } from './people/person-routes.js';
import { addReportRoutes } from './reports/report-routes.js';
import { createClickCounter } from './referrals/click-counter.js';
import { addPersonReferral, addReferralLink, addReferralRoute, type Sites } from './referrals/referral-routes.js';
import { readProxies, type Proxies } from './http/proxies.js';
import { createReadGuard } from './http/read-guard.js';
import { RequestError } from './http/request-error.js';
import { addSdkFiles } from './http/sdk-files.js';
import type { DamagedPart } from './store/damaged-parts.js';
import type { Store } from './store/open-store.js';
import { tellUnknownPaths } from './http/tell-unknown-paths.js';
import { VERSION } from './command/version.js';

export interface AppOptions {
  readonly store: Store;
  /** At least one. */
  readonly projects: Projects;
  /** What each write key may be used for. Default: everything. */
  readonly keyRules?: KeyRules;
  /** Of projects that have one. */
  readonly lifecycles?: Lifecycles;
  /** What identity tokens are signed with. Default: none, and nobody is told of themselves. */
  readonly identitySecrets?: IdentitySecrets;
  /** Where referral links lead. Default: nowhere, and nobody is given one. */
  readonly sites?: Sites;
  /** The key that reading and erasing need. Default null: both are refused. */
  readonly readKey?: string | null;
  /** Absolute path of the folder that `/sdk/` serves. */
  readonly sdkFolder: string;
  /** Events a second that one address may send with one write key; 0: as many as it likes. Default 2,000. */
  readonly rateLimit?: number;
  /** Whose `X-Forwarded-…` headers count. Default: nobody's. */
  readonly proxies?: Proxies;
  /** What all requests together may hold in memory. Default: an eighth of Node's heap, 256 MiB at most. */
  readonly maxBytesInFlight?: number;
  readonly timeouts?: Partial<Timeouts>;
  /** Who makes backups. Default: nobody, and there is no route for them. */
  readonly backups?: Backups;
  /** Told of who was refused, and of what was handed out and erased. */
  readonly audit?: AuditLog;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Told of every answer: the route's pattern, and how long it took. */
  readonly onAnswer?: (method: string, route: string, status: number, seconds: number) => void;
  /** Told of every failure that is ours, without what a sender sent. */
  readonly onFailure?: (error: unknown) => void;
}

/** How long senders may take, in milliseconds: one that trickles, or says nothing, holds nothing for longer. */
export interface Timeouts {
  /** Until the headers of a request are in. Default 15,000. */
  readonly headersMs: number;
  /** Until the whole request is in. Default 30,000. */
  readonly requestMs: number;
  /** Without a byte either way while a request is under way. Default 40,000: whoever is late is told so before. */
  readonly silenceMs: number;
  /** Between two requests on a connection. Default 72,000. */
  readonly idleMs: number;
}

/** How often connections are looked at; a sender is cut off so much later at most. */
const MAX_CHECK_MS = 1_000;

/** What a sender that is cut off has left to read why, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/** Nobody knows what it was for, and there is nothing in the answer that a page must not read. */
const RAW_OPEN_HEADERS = Object.entries(OPEN_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** As many events as the engine stores with a tenth of two cores, and more than any page sends. */
export const DEFAULT_RATE_LIMIT = 2_000;

const NO_PROXIES = readProxies([]);

/** The whole HTTP side, not yet listening. */
export async function createApp({
  store,
  projects,
  keyRules = new Map(),
  lifecycles = new Map(),
  identitySecrets = new Map(),
  sites = new Map(),
  readKey = null,
  sdkFolder,
  rateLimit = DEFAULT_RATE_LIMIT,
  proxies = NO_PROXIES,
  maxBytesInFlight = defaultBytesInFlight(),
  timeouts: { headersMs = 15_000, requestMs = 30_000, silenceMs = 40_000, idleMs = 72_000 } = {},
  backups,
  audit = () => {},
  now = Date.now,
  onAnswer,
  onFailure = () => {},
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    trustProxy: (address: string) => proxies.includes(address),
    requestTimeout: requestMs,
    connectionTimeout: silenceMs,
    keepAliveTimeout: idleMs,
    http: {
      headersTimeout: headersMs,
      // Node looks every 30 seconds unless it is told, and lets a sender take twice its time.
      connectionsCheckingInterval: Math.min(MAX_CHECK_MS, headersMs, requestMs),
    },
    // A request on an open connection is served while the server closes: it says "connection: close" and loses nothing.
    return503OnClosing: false,
    // An id of 256 characters, each up to twelve as an address has it.
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 3_072 },
    frameworkErrors: (error, _request, reply) => void send((reply as FastifyReply).headers(OPEN_HEADERS), error),
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return;
      const statusCode =
        error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
      const body = JSON.stringify(
        errorAnswer({
          statusCode,
          code: error.code,
          message: statusCode === 408 ? 'The request took too long.' : 'The request is not HTTP as we know it.',
        }).body,
      );
      const status = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }[statusCode];
      // A sender that goes on sending would else keep its half of the connection open.
      setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref();
      socket.end(
        `HTTP/1.1 ${statusCode} ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n${RAW_OPEN_HEADERS}\r\n${body}`,
      );
    },
  });

  function send(reply: FastifyReply, error: unknown): FastifyReply {
    const { statusCode, headers, body, ours } = errorAnswer(error);
    if (ours) onFailure(error);
    return reply.code(statusCode).headers(headers).send(body);
  }

  app.setErrorHandler((error, _request, reply) => send(reply, error));
  const routes = noteRoutes(app);
  const tellUnknownPath = tellUnknownPaths(onFailure);
  app.setNotFoundHandler((request, reply) => {
    const path = (request.url.split('?')[0] ?? '').replace(/\/{2,}/g, '/');
    const methods = routes.methodsAt(path);
    // What is open to pages says so in its errors too; where there is nothing, there is nothing to keep from them.
    if (methods.size === 0 || methods.has('OPTIONS')) void reply.headers(OPEN_HEADERS);
    const allowed = (['GET', 'POST', 'DELETE'] as const).filter((method) => methods.has(method));
    if (allowed.length > 0 && !methods.has(request.method))
      return send(reply.header('allow', allowed.join(', ')), notAllowed(request.method, path, allowed.join(', ')));
    // Else the page's console would say "CORS", and not what the answer says.
    if (request.method === 'OPTIONS') return answerPreflight(request, reply);
    if (request.method === 'POST') tellUnknownPath(path);
    return send(reply, notFound(path));
  });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('x-content-type-options', 'nosniff');
    done();
  });

  if (onAnswer !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      // The sender chooses an unknown path and its method: neither may become a label.
      const { url } = request.routeOptions;
      onAnswer(url === undefined ? 'none' : request.method, url ?? 'none', reply.statusCode, reply.elapsedTime / 1_000);
      done();
    });
  }

  // A connection that is answered while the server closes would else be kept open for a next request, and closing wait for it.
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });

  answerInTime(app, silenceMs - Math.min(LAST_WORDS_MS * 5, silenceMs / 2), send);

  app.get('/healthz', async (_request, reply) => {
    try {
      const { engine, damaged } = await store.health();
      return { ok: true, version: VERSION, store: engine, ...(damaged.length > 0 && { damaged: inAll(damaged) }) };
    } catch (error) {
      onFailure(error);
      const { code } = storeRefused(error).details;
      return reply
        .code(503)
        .header('retry-after', '5')
        .send({ ok: false, version: VERSION, store: null, reason: code });
    }
  });
  const guard = createReadGuard({ readKey, audit });
  const inFlight = createBytesInFlight(maxBytesInFlight);
  const limit = rateLimitByKey(keyRules, createRateLimit({ perSecond: rateLimit }), (perSecond) =>
    createRateLimit({ perSecond }),
  );
  const clicks = createClickCounter({ store, now, onFailure });
  const gate = { projects, keyRules, inFlight, rateLimit: limit, onFailure };
  const referrals = { store, gate, projects, lifecycles, identitySecrets, sites, clicks, guard, now };
  await app.register((scope, _options, done) => {
    addIngestRoutes(scope, { store, gate, audit, now });
    addReferralRoute(scope, referrals);
    done();
  });
  await app.register((scope, _options, done) => {
    addReportRoutes(scope, { store, projects: [...new Set(projects.values())], lifecycles, guard, now });
    done();
  });
  await app.register((scope, _options, done) => {
    addClientSettings(scope, { projects, proxies });
    done();
  });
  await app.register((scope, _options, done) => {
    addConfigRoute(scope, { projects, lifecycles });
    done();
  });
  await app.register((scope, _options, done) => {
    addOwnPersonRoute(scope, { store, projects, lifecycles, identitySecrets, now });
    done();
  });
  await app.register((scope, _options, done) => {
    addPersonRoutes(scope, { store, projects: [...new Set(projects.values())], guard, audit, onFailure });
    done();
  });
  for (const add of [addReferralLink, addPersonReferral]) {
    await app.register((scope, _options, done) => {
      add(scope, referrals);
      done();
    });
  }
  if (backups !== undefined) {
    await app.register((scope, _options, done) => {
      addBackupRoutes(scope, { backups, guard });
      done();
    });
  }
  await app.register((scope) => addSdkFiles(scope, sdkFolder));
  return app;
}

/** How much was set aside; null where nobody knows how many rows. */
function inAll(damaged: readonly DamagedPart[]): { readonly parts: number; readonly rows: number | null } {
  const rows = damaged.reduce<number | null>((sum, part) => addKnown(sum, part.rows), 0);
  return { parts: damaged.length, rows };
}

const addKnown = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

function notFound(path: string): RequestError {
  return new RequestError({
    statusCode: 404,
    code: 'not-found',
    message: `There is nothing at ${path.slice(0, 200)}.`,
    remedy:
      'Events go to POST /v1/batch (docs/clients.md names the option of each client); figures are at GET /v1/reports/nps and /v1/reports/events.',
  });
}

function notAllowed(method: string, path: string, allowed: string): RequestError {
  return new RequestError({
    statusCode: 405,
    code: 'method-not-allowed',
    message: `${method} is not possible at ${path.slice(0, 200)}.`,
    remedy: `Use ${allowed}.`,
  });
}
