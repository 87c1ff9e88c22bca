import { createServer } from 'node:net';

/** Listens on this machine only: on the port that is wanted, or where it is taken on any that is free. Resolves to the port. */
export function listen(server, wanted) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE' || wanted === 0) reject(error);
      else resolve(listen(server, 0));
    });
    server.listen(wanted, '127.0.0.1', () => resolve(server.address().port));
  });
}

/** A port that is free now: the one that is wanted, if it is. */
export async function freePort(wanted) {
  const probe = createServer();
  const port = await listen(probe, wanted);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
