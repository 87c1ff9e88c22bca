import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/**
 * Serves a folder under the strictest policy that a customer of ours would set: nothing inline, nobody else's scripts.
 * Only files that were there at the start have a path, so none leads out of the folder.
 *
 * @param folder the pages; `{{collector}}` in HTML becomes the collector's origin.
 * @param more other files by their path.
 * @param answer answers what is no file; false where it does not.
 */
export function serveSite(folder, collector, more = {}, answer = () => false) {
  const files = new Map(Object.entries(more));
  for (const name of readdirSync(folder, { recursive: true })) {
    if (extname(name)) files.set(`/${name.replaceAll(sep, '/')}`, join(folder, name));
  }
  files.set('/', join(folder, 'index.html'));

  const policy = [
    "default-src 'none'",
    `script-src 'self' ${collector}`,
    `connect-src ${collector}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    // The gallery shows each state in a frame of its own.
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

  return createServer((request, response) => {
    if (answer(request, response)) return;
    const file = files.get((request.url ?? '').split('?')[0]);
    if (!file || !['GET', 'HEAD'].includes(request.method ?? '')) {
      response.writeHead(file ? 405 : 404, { 'content-type': 'text/plain' }).end(file ? 'GET only\n' : 'Not here\n');
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const body = readFileSync(file);
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
    response.end(extname(file) === '.html' ? body.toString().replaceAll('{{collector}}', collector) : body);
  });
}
