import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { openToAllOrigins } from './cors.js';

/** A hash at the end of the file's or its folder's name: eight characters, told from a word by a digit or a capital in it. */
const HASHED = /-(?=[\w-]*[\dA-Z])[\w-]{8}(\/[^/]+)?\.(js|css)(\.map)?$/;

/**
 * How long a file of the SDK may be kept: a year where its name changes with its content, five minutes where it does not.
 * No longer, because an older file asks for chunks that an upgrade has taken away.
 */
export function sdkCacheControl(path: string): string {
  return HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=300';
}

/** `GET /sdk/*`: the script tag's files, for pages of any origin. */
export async function addSdkFiles(scope: FastifyInstance, folder: string): Promise<void> {
  openToAllOrigins(scope, ['/sdk/*']);
  await scope.register(fastifyStatic, {
    root: folder,
    prefix: '/sdk/',
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    // The build lays a .br and a .gz beside each file.
    preCompressed: true,
    setHeaders(response, path) {
      response.setHeader('cache-control', sdkCacheControl(path.replace(/\.(br|gz)$/, '')));
      response.setHeader('vary', 'accept-encoding');
    },
  });
}
