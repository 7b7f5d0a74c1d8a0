// Reads the options, starts the engine and serves it until it is told to stop. Begins in ../server.cjs.

import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engine, EngineUnavailable } from './engine.mjs';
import { HttpInterface } from './http-interface.mjs';

// No authentication: nobody but this machine may ask.
const HOST = '127.0.0.1';
const THREADS = Number(process.env.UV_THREADPOOL_SIZE);
// Threads that queries leave free for files and for the ping.
const SPARE_THREADS = 8;
const SHUTDOWN_MILLIS = 10_000;
const CONFIG_FILE = path.join(import.meta.dirname, '../../config/dashboards.xml');

const USAGE = `Usage: node server.cjs --data-dir DIRECTORY [--port PORT] [--config-file FILE]
                       [--exit-with-stdin]

  --data-dir DIRECTORY  where the engine keeps its data; made when it is missing
  --port PORT           port on ${HOST}; 0 for any free one (default: 8123)
  --config-file FILE    the engine's configuration in XML (default: infra/clickhouse/config/dashboards.xml). For tests of
                        rights: its <users_config> names a file that says what user default may do. Nobody else can
                        log in, and SQL can't change it
  --exit-with-stdin     end when standard input ends, so as not to outlive the process that started this one`;

async function main() {
  const options = readOptions();
  // The port first: a busy one is told without touching the data.
  const server = http.createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
  await listen(server, options.port);

  const engine = Engine.open(options.dataDirectory, THREADS - SPARE_THREADS, options.configFile);
  const httpInterface = new HttpInterface(engine);
  server.on('request', (request, response) => httpInterface.handle(request, response));

  const stop = stopper(server, httpInterface, engine);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (options.exitWithStdin) {
    process.stdin.on('end', stop).on('error', stop).resume();
  }
  console.log(`ClickHouse ${engine.version} ready on http://${HOST}:${server.address().port}`);
}

function readOptions() {
  let values;
  try {
    values = parseArgs({
      options: {
        'data-dir': { type: 'string' },
        port: { type: 'string', default: '8123' },
        'config-file': { type: 'string', default: CONFIG_FILE },
        'exit-with-stdin': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    fail(error.message);
  }
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    fail(`--port ${values.port} is not a port (0 to 65535)`);
  }
  if (!values['data-dir']) {
    fail('--data-dir is missing (see --help)');
  }
  return {
    dataDirectory: path.resolve(values['data-dir']),
    port,
    configFile: path.resolve(values['config-file']),
    exitWithStdin: values['exit-with-stdin'],
  };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(error.code === 'EADDRINUSE' ? new EngineUnavailable(`port ${port} on ${HOST} is in use`) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

/** Lets running queries end, closes the engine, exits. */
function stopper(server, httpInterface, engine) {
  let stopping = false;
  return async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    setTimeout(() => {
      console.error(`queries are still running after ${SHUTDOWN_MILLIS} ms; leaving them`);
      process.reallyExit(1);
    }, SHUTDOWN_MILLIS).unref();
    server.close();
    server.closeIdleConnections();
    await httpInterface.close();
    engine.close();
    server.closeAllConnections();
    process.exit(0);
  };
}

function fail(message) {
  console.error(`clickhouse local engine: ${message}`);
  process.exit(1);
}

await main().catch((error) => fail(error instanceof EngineUnavailable ? error.message : error.stack));
