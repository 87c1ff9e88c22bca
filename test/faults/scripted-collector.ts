/**
 * A collector that fails as it is told: a double of the collector's failures and of nothing else. What it does when it is well, and
 * whether it does it durably, is tested with the real one.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BATCH_PATH, TAKES, type BatchReply } from '../../src/wire/batch.js';
import { FORGET_PATH } from '../../src/wire/forget.js';
import type { AhaEvent } from '../../src/wire/event.js';

const SDK_FOLDER = fileURLToPath(new URL('../../dist/sdk', import.meta.url));

/** What goes wrong with one request. */
export type Fault =
  /** No answer, for ever. */
  | { readonly type: 'hang' }
  /** The right answer, late. */
  | { readonly type: 'slow'; readonly waitMs: number }
  /** The right answer, as late as the request takes over an uplink of this width. */
  | { readonly type: 'narrow'; readonly bytesPerSecond: number }
  /** The connection breaks after so many bytes of the request; nothing is stored. */
  | { readonly type: 'cut-mid-body'; readonly afterBytes: number }
  /** Everything is stored, and the connection breaks before the answer. */
  | { readonly type: 'cut-after-storing' }
  /** A refusal. */
  | { readonly type: 'status'; readonly status: number; readonly retryAfter?: string }
  /** 413 for a body that is larger. */
  | { readonly type: 'too-large'; readonly aboveBytes: number }
  /** 400 for a batch that holds an event of this name. */
  | { readonly type: 'poison'; readonly event: string }
  /** 200, with the events of this name listed as rejected. */
  | { readonly type: 'reject'; readonly event: string }
  /** Everything is stored, and the answer lacks the header that lets the page read it. */
  | { readonly type: 'unreadable' }
  /** 302 to somewhere else. */
  | { readonly type: 'redirect' }
  /** 200 with something that is not ours: a captive portal's page, or nothing. */
  | { readonly type: 'foreign'; readonly body: string };

/** One request for `/v1/batch`, as it came and went. */
export interface BatchRequest {
  /** When it came, on a clock that only grows. */
  readonly atMs: number;
  readonly bytes: number;
  /** By `messageId`, in the batch's order; empty where the body did not come whole. */
  readonly messageIds: readonly string[];
  /** The key that it names; empty where the body did not come whole. */
  readonly writeKey: string;
  /** The names of its events, each once. */
  readonly events: readonly string[];
  /** How long the sender waited before it gave up; null while it has not. */
  gaveUpAfterMs: number | null;
  /** The status of the answer; null while, or where, there is none. */
  status: number | null;
}

export interface ScriptedCollector {
  readonly url: string;
  /** Where the SDK's files are: an address that never fails, as a cache or another host would have them. */
  readonly sdkUrl: string;
  /** What is stored, by `messageId`, in the order of storing. */
  readonly rows: ReadonlyMap<string, AhaEvent>;
  readonly requests: readonly BatchRequest[];
  /** Requests that asked for permission first. */
  readonly preflights: number;
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number;
  /** Events that came whole and were in the rows already. */
  readonly repeats: number;
  /** What pages told the test at `/note?…` of the SDK's address: query and body, in order of arrival. */
  readonly notes: readonly string[];
  /** Lets the next requests fail, each in its own way, before anything that `fail` said. */
  next(...faults: readonly Fault[]): void;
  /** What it says that it takes beyond Segment's spec; by default what the real one takes. */
  takes: BatchReply['takes'];
  /** Lets every request fail until `heal`. */
  fail(fault: Fault): void;
  /** Closes the port and every connection. */
  refuse(): Promise<void>;
  /** Ends every fault, those of `next` as well. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'retry-after',
  'cross-origin-resource-policy': 'cross-origin',
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** The built files, read once: a build that is made meanwhile does not change them under a running test. */
const readSdkFile = (
  (files = new Map<string, Buffer>()) =>
  (path: string): Buffer => {
    const content = files.get(path) ?? readFileSync(join(SDK_FOLDER, path));
    files.set(path, content);
    return content;
  }
)();

function serveSdk(request: IncomingMessage, response: ServerResponse): void {
  const path = normalize(new URL(request.url ?? '/', 'http://sdk').pathname).replace(/^\/sdk\//, '');
  try {
    const type = extname(path) === '.js' ? 'text/javascript; charset=utf-8' : 'application/json';
    response.writeHead(200, { ...CORS, 'content-type': type, 'cache-control': 'no-store' }).end(readSdkFile(path));
  } catch {
    response.writeHead(404, CORS).end();
  }
}

/** Reads a body; cuts the connection once so many bytes have come. Null where it did not come whole. */
async function readBody(request: IncomingMessage, cutAfterBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= cutAfterBytes) {
        request.socket.destroy();
        return null;
      }
    }
    return Buffer.concat(chunks);
  } catch {
    return null;
  }
}

function readBatch(body: Buffer): { readonly writeKey: string; readonly batch: readonly AhaEvent[] } | null {
  try {
    const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString('utf8');
    const { writeKey, batch, context } = JSON.parse(text) as { writeKey?: unknown; batch?: unknown; context?: object };
    if (!Array.isArray(batch)) return null;
    const events = (batch as AhaEvent[]).map((event) => ({ ...event, context: { ...context, ...event.context } }));
    return { writeKey: String(writeKey), batch: events };
  } catch {
    return null;
  }
}

const nameOf = (event: AhaEvent): string => (event.type === 'track' ? event.event : event.type);

export async function startScriptedCollector(): Promise<ScriptedCollector> {
  const rows = new Map<string, AhaEvent>();
  const requests: BatchRequest[] = [];
  let nextFaults: Fault[] = [];
  let lasting: Fault | null = null;
  let takes: BatchReply['takes'] = TAKES;
  let preflights = 0;
  let underWay = 0;
  let mostAtOnce = 0;
  let repeats = 0;

  const store = (events: readonly AhaEvent[], rejected: BatchReply['rejected']): BatchReply => {
    const refused = new Set(rejected.map(({ index }) => index));
    let accepted = 0;
    let duplicates = 0;
    events.forEach((event, index) => {
      if (rows.has(event.messageId)) duplicates++;
      else if (!refused.has(index)) {
        rows.set(event.messageId, event);
        accepted++;
      }
    });
    repeats += duplicates;
    return { success: true, accepted, duplicates, rejected, firstMessageId: events[0]?.messageId ?? null, takes };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const atMs = performance.now();
    const fault = nextFaults.shift() ?? lasting;
    const body = await readBody(request, fault?.type === 'cut-mid-body' ? fault.afterBytes : Infinity);
    const sent = body && readBatch(body);
    const events = sent?.batch;
    const entry: BatchRequest = {
      atMs,
      bytes: body?.length ?? 0,
      messageIds: events?.map(({ messageId }) => messageId) ?? [],
      writeKey: sent?.writeKey ?? '',
      events: [...new Set(events?.map(nameOf))],
      gaveUpAfterMs: null,
      status: null,
    };
    requests.push(entry);
    mostAtOnce = Math.max(mostAtOnce, ++underWay);
    response.once('close', () => {
      underWay--;
      if (!response.writableEnded) entry.gaveUpAfterMs = performance.now() - atMs;
    });
    if (!body) return;

    const reply = (status: number, text: string, headers: Record<string, string> = {}): void => {
      entry.status = status;
      response.writeHead(status, { ...CORS, 'content-type': 'application/json', ...headers }).end(text);
    };
    const refuse = (status: number, headers?: Record<string, string>): void =>
      reply(status, JSON.stringify({ success: false, error: { code: `scripted-${status}` } }), headers);
    const accept = (rejected: BatchReply['rejected'] = []): void =>
      reply(200, JSON.stringify(store(events ?? [], rejected)));

    if (!events) return refuse(400);
    switch (fault?.type) {
      case undefined:
      case 'cut-mid-body':
        return accept();
      case 'hang':
        return;
      case 'slow':
      case 'narrow': {
        const waitMs = fault.type === 'slow' ? fault.waitMs : (1000 * body.length) / fault.bytesPerSecond;
        const timer = setTimeout(accept, waitMs);
        response.once('close', () => clearTimeout(timer));
        return;
      }
      case 'cut-after-storing':
        store(events, []);
        request.socket.destroy();
        return;
      case 'status':
        return refuse(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter });
      case 'too-large':
        return body.length > fault.aboveBytes ? refuse(413) : accept();
      case 'poison':
        return events.some((event) => nameOf(event) === fault.event) ? refuse(400) : accept();
      case 'reject':
        return accept(
          events.flatMap((event, index) =>
            nameOf(event) === fault.event
              ? { index, messageId: event.messageId, code: 'scripted', message: 'rejected by the script' }
              : [],
          ),
        );
      case 'unreadable':
        entry.status = 200;
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(store(events, [])));
        return;
      case 'redirect':
        return reply(302, '', { location: '/elsewhere' });
      case 'foreign':
        return reply(200, fault.body, { 'content-type': 'text/html' });
    }
  };

  const createIngest = (): Server =>
    createServer((request, response) => {
      if (request.method === 'OPTIONS') {
        preflights++;
        response.writeHead(204, CORS).end();
      } else if (request.url?.split('?')[0] === BATCH_PATH) {
        void answer(request, response);
      } else if (request.url === FORGET_PATH) {
        response.writeHead(200, { ...CORS, 'content-type': 'application/json' }).end('{"success":true,"erased":0}');
      } else {
        response.writeHead(200, CORS).end('elsewhere');
      }
    });

  const notes: string[] = [];
  const sdk = createServer((request, response) => {
    const [path, query = ''] = request.url?.split('?') ?? [];
    if (path !== '/note') return serveSdk(request, response);
    void readBody(request, Infinity).then((body) => notes.push(query + (body?.toString() ?? '')));
    response.writeHead(204, CORS).end();
  });
  const sdkPort = await listen(sdk, 0);
  let ingest: Server | null = createIngest();
  const port = await listen(ingest, 0);

  const refuse = async (): Promise<void> => {
    const closing = ingest;
    ingest = null;
    if (closing) await close(closing);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    sdkUrl: `http://127.0.0.1:${sdkPort}/sdk`,
    rows,
    requests,
    notes,
    get takes() {
      return takes;
    },
    set takes(next) {
      takes = next;
    },
    get preflights() {
      return preflights;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    get repeats() {
      return repeats;
    },
    next: (...faults) => void nextFaults.push(...faults),
    fail: (fault) => (lasting = fault),
    refuse,
    heal: async () => {
      nextFaults = [];
      lasting = null;
      if (ingest) return;
      ingest = createIngest();
      await listen(ingest, port);
    },
    stop: async () => {
      await Promise.all([refuse(), close(sdk)]);
    },
  };
}
