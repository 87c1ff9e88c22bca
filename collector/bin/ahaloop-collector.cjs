#!/usr/bin/env node
/**
 * The command. The engine runs on Node's thread pool, whose four threads a few reports would fill, files and gzip included. Its size
 * is read when the pool is first used, and an ES module is loaded by way of the pool: only CommonJS comes before that.
 */
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

process.env.UV_THREADPOOL_SIZE ??= '16';
const main = join(__dirname, '..', 'dist', 'main.js');
if (existsSync(main)) {
  void import(pathToFileURL(main).href);
} else {
  process.stderr.write('not-built: this is a checkout that is not built yet; run "npm run build" in it first.\n');
  process.exitCode = 1;
}
