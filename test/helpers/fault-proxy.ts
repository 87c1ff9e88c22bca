import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a POST: refused, refused with a time to wait, cut off before it arrives, or stored and its reply lost. */
export type ProxyFault = 'unavailable' | 'rate-limited' | 'cut' | 'reply-lost';
export const PROXY_FAULTS: readonly ProxyFault[] = ['unavailable', 'rate-limited', 'cut', 'reply-lost'];

export interface FaultProxy {
  readonly url: string;
  /** Faults that no POST has met yet. */
  readonly left: number;
  stop(): Promise<void>;
}

const OPEN = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };

/** Stands between a client and a collector; every other POST meets the next fault, until all were met. */
export async function startFaultProxy(collectorUrl: string, faults: readonly ProxyFault[]): Promise<FaultProxy> {
  const left = [...faults];
  let posts = 0;

  const pass = (request: IncomingMessage, body: Buffer, then: (reply: IncomingMessage, body: Buffer) => void) => {
    const { method = 'GET', url = '/', headers } = request;
    const upstream = ask(new URL(url, collectorUrl), { method, headers }, (reply) => {
      void read(reply).then((replyBody) => then(reply, replyBody));
    });
    upstream.on('error', () => request.socket.destroy());
    upstream.end(body);
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isPost = request.method === 'POST';
    const fault = isPost && posts++ % 2 === 0 ? left.shift() : undefined;
    const body = await read(request);
    switch (fault) {
      case 'unavailable':
        response.writeHead(503, OPEN).end('{}');
        return;
      case 'rate-limited':
        response.writeHead(429, { ...OPEN, 'retry-after': '1' }).end('{}');
        return;
      case 'cut':
        request.socket.destroy();
        return;
      case 'reply-lost':
        return pass(request, body, () => request.socket.destroy());
      case undefined:
        return pass(request, body, (reply, replyBody) => {
          response.writeHead(reply.statusCode ?? 500, reply.headers).end(replyBody);
        });
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get left() {
      return left.length;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
