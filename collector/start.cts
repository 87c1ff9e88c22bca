#!/usr/bin/env node
// The engine runs on Node's thread pool, whose four threads a few reports would fill, files and gzip included. Its size
// is read when the pool is first used, and an ES module is loaded by way of the pool: only CommonJS comes before that.
process.env.UV_THREADPOOL_SIZE ??= '16';
void import('./main.js');
