#!/usr/bin/env node
// ClickHouse's engine behind its HTTP interface, for development, demos and tests. One process owns one data directory.

'use strict';

// Native code reads both once: libuv before its first thread starts, for which importing a module is enough, and the
// engine its time zone.
process.env.UV_THREADPOOL_SIZE = '32';
process.env.TZ = 'UTC';

import('./src/server.mjs');
