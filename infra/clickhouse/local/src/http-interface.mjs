// The part of ClickHouse's HTTP interface that its JDBC driver, its Node client and curl use.

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { ClickHouseError } from './clickhouse-error.mjs';
import { BlockDecompressor, compressBlocks } from './compressed-blocks.mjs';
import { identifier, literal } from './engine.mjs';
import { lz4Frame } from './lz4-frame.mjs';
import { readStatement } from './statement.mjs';

/** A statement longer than this that brings no data of its own is refused. */
const GREATEST_STATEMENT = 64 << 20;
/** The first look at a statement's beginning comes after so many bytes. */
const FIRST_LOOK = 64 << 10;
const PING_TIMEOUT_MILLIS = 5_000;

/** URL parameters that speak to the HTTP interface; every other one is a setting of the query. */
const INTERFACE_PARAMETERS = new Set([
  'query',
  'database',
  'default_format',
  'compress',
  'decompress',
  'user',
  'password',
  'quota_key',
  'query_id',
  'buffer_size',
  'wait_end_of_query',
  'stacktrace',
  'client_protocol_version',
]);
/** What would change a query's meaning but cannot be had here is refused rather than ignored. */
const UNSUPPORTED_PARAMETERS = ['session_id', 'session_timeout', 'session_check', 'close_session', 'role'];

const CONTENT_TYPES = {
  TabSeparated: 'text/tab-separated-values; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8; header=absent',
  CSVWithNames: 'text/csv; charset=UTF-8; header=present',
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  JSONCompactEachRow: 'application/x-ndjson; charset=UTF-8',
};

/** Content encodings of answers, the preferred one first. */
const ENCODINGS = [
  { name: 'gzip', encode: (bytes) => zlib.gzipSync(bytes, { level: zlib.constants.Z_BEST_SPEED }) },
  { name: 'lz4', encode: lz4Frame },
];

/** Answers HTTP requests from one engine. */
export class HttpInterface {
  #engine;
  #running = new Set();
  #closing = false;

  /** @param {import('./engine.mjs').Engine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /** Handles a request of Node's http server; never rejects. */
  async handle(request, response) {
    const work = this.#answer(request, response).catch((error) => this.#fail(request, response, error));
    this.#running.add(work);
    try {
      await work;
    } finally {
      this.#running.delete(work);
    }
  }

  /** Turns further requests away and settles when no query is running. */
  async close() {
    this.#closing = true;
    await Promise.all(this.#running);
  }

  async #answer(request, response) {
    if (this.#closing) {
      response.writeHead(503, { Connection: 'close', 'Content-Type': 'text/plain; charset=UTF-8' });
      response.end('The server is stopping\n');
      return;
    }
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/ping') {
      await this.#ping(response);
    } else if (url.pathname !== '/') {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=UTF-8' });
      response.end(`There is no handle ${url.pathname}\n`);
    } else if (request.method === 'GET' && !url.searchParams.has('query')) {
      response.end('Ok.\n');
    } else if (request.method === 'GET' || request.method === 'POST') {
      await this.#query(request, url.searchParams, response);
    } else {
      response.writeHead(405, { Allow: 'GET, POST' });
      response.end();
    }
  }

  /** Asks the engine, since a crashed one leaves the HTTP server alive. */
  async #ping(response) {
    let timer;
    const timeout = new Promise((_resolve, reject) => {
      const late = new Error(`the engine has not answered for ${PING_TIMEOUT_MILLIS} ms`);
      timer = setTimeout(() => reject(late), PING_TIMEOUT_MILLIS);
    });
    try {
      await Promise.race([this.#engine.ping(), timeout]);
      response.end('Ok.\n');
    } catch (error) {
      response.writeHead(503, { 'Content-Type': 'text/plain; charset=UTF-8' });
      response.end(`${error.message}\n`);
    } finally {
      clearTimeout(timer);
    }
  }

  async #query(request, parameters, response) {
    const set = setUp(parameters, request.headers, request.method === 'GET');
    const body = await readBody(requestText(request, parameters));
    if (body.statement.several) {
      throw new ClickHouseError(62, 'SYNTAX_ERROR', 'Multi-statements are not allowed');
    }
    const answer =
      body.statement.kind === 'insert'
        ? await this.#insert(set, body)
        : await this.#engine.run({
            set,
            sql: body.head.toString('utf8'),
            onlyReads: body.statement.onlyReads,
            format: defaultFormat(parameters, request),
          });
    const format = body.statement.format ?? defaultFormat(parameters, request);
    await this.#reply(request, parameters, response, format, answer);
  }

  async #insert(set, { statement, head, source }) {
    const file = path.join(this.#engine.incomingDirectory, randomUUID());
    const utf8 = (latin1) => Buffer.from(latin1, 'latin1').toString('utf8');
    try {
      await pipeline(concatenated(head.subarray(statement.dataStart), source), createWriteStream(file));
      return await this.#engine.insertFile({
        set,
        target: utf8(statement.target),
        settings: utf8(statement.settings),
        format: statement.format,
        file,
      });
    } finally {
      await rm(file, { force: true });
    }
  }

  async #reply(request, parameters, response, format, answer) {
    const headers = {
      ...this.#commonHeaders(parameters),
      'Content-Type': CONTENT_TYPES[format] ?? 'application/octet-stream',
      'X-ClickHouse-Format': format,
      'X-ClickHouse-Summary': summary(answer),
    };
    let bytes = answer.bytes;
    if (parameters.get('compress') === '1') {
      bytes = compressBlocks(bytes);
    } else if (parameters.get('enable_http_compression') === '1') {
      const encoding = ENCODINGS.find(({ name }) => accepts(request, name));
      if (encoding !== undefined) {
        bytes = encoding.encode(bytes);
        headers['Content-Encoding'] = encoding.name;
      }
    }
    headers['Content-Length'] = bytes.length;
    response.writeHead(200, headers);
    response.end(bytes);
  }

  #fail(request, response, failure) {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const error = ClickHouseError.from(failure);
    const parameters = new URL(request.url, 'http://localhost').searchParams;
    const text = `${error.message} (version ${this.#engine.version})\n`;
    response.writeHead(error.httpStatus, {
      ...this.#commonHeaders(parameters),
      'Content-Type': 'text/plain; charset=UTF-8',
      'Content-Length': Buffer.byteLength(text),
      'X-ClickHouse-Exception-Code': error.code,
      // A body that was not read to its end would be taken for the next request.
      ...(request.complete ? {} : { Connection: 'close' }),
    });
    response.end(text);
  }

  #commonHeaders(parameters) {
    return {
      'X-ClickHouse-Server-Display-Name': 'dealpulse-local',
      'X-ClickHouse-Query-Id': parameters.get('query_id') ?? randomUUID(),
      'X-ClickHouse-Timezone': 'UTC',
    };
  }
}

/** A statement as far as it was read to know what it is, and the source of what follows. */
async function readBody(source) {
  const chunks = [];
  let size = 0;
  let lookAt = FIRST_LOOK;
  for await (const chunk of source.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < lookAt) {
      continue;
    }
    const head = Buffer.concat(chunks);
    const statement = readStatement(head.toString('latin1'), false);
    if (statement !== undefined) {
      return { statement, head, source };
    }
    if (size > GREATEST_STATEMENT) {
      throw new ClickHouseError(307, 'TOO_MANY_BYTES', `The statement is longer than ${GREATEST_STATEMENT} bytes`);
    }
    lookAt = size * 2;
  }
  const head = Buffer.concat(chunks);
  return { statement: readStatement(head.toString('latin1'), true), head, source };
}

/** The statement's bytes: the query of the URL, a line break, the request's body. */
function requestText(request, parameters) {
  const steps = [request];
  if (/^multipart\//.test(request.headers['content-type'] ?? '')) {
    throw new ClickHouseError(48, 'NOT_IMPLEMENTED', 'External tables (multipart bodies) are not supported here');
  }
  const decoder = contentDecoder(request.headers['content-encoding']);
  if (decoder !== undefined) {
    steps.push(decoder);
  }
  if (parameters.get('decompress') === '1') {
    steps.push(new BlockDecompressor());
  }
  const query = parameters.get('query');
  if (!query && steps.length === 1) {
    // To pass it on would take a tenth of what a short query does.
    return request;
  }
  const output = new PassThrough();
  if (query) {
    output.write(`${query}\n`);
  }
  // A failure reaches whoever reads the output.
  pipeline(...steps, output).catch(() => {});
  return output;
}

function contentDecoder(encoding) {
  switch (encoding) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'deflate':
      return zlib.createUnzip();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      throw new ClickHouseError(
        89,
        'UNKNOWN_COMPRESSION_METHOD',
        `Content-Encoding ${encoding} is not supported here; use gzip, deflate or br`,
      );
  }
}

async function* concatenated(first, rest) {
  yield first;
  yield* rest;
}

/** The statements that give a fresh connection the request's database, settings and parameters. */
function setUp(parameters, headers, readOnly) {
  const unsupported = UNSUPPORTED_PARAMETERS.find((name) => parameters.has(name));
  if (unsupported !== undefined) {
    throw new ClickHouseError(48, 'NOT_IMPLEMENTED', `URL parameter ${unsupported} is not supported here`);
  }
  const set = [];
  const database = parameters.get('database') ?? headers['x-clickhouse-database'];
  if (database) {
    set.push(`USE ${identifier(database)}`);
  }
  const assignments = [...parameters]
    .filter(([name]) => !INTERFACE_PARAMETERS.has(name))
    .map(([name, value]) => {
      if (!/^\w+$/.test(name)) {
        throw new ClickHouseError(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'`);
      }
      return `${name} = ${literal(value)}`;
    });
  if (assignments.length > 0) {
    set.push(`SET ${assignments.join(', ')}`);
  }
  if (readOnly && !['1', '2'].includes(parameters.get('readonly'))) {
    set.push('SET readonly = 2');
  }
  return set;
}

function defaultFormat(parameters, request) {
  return parameters.get('default_format') ?? request.headers['x-clickhouse-format'] ?? 'TabSeparated';
}

function accepts(request, encoding) {
  const accepted = (request.headers['accept-encoding'] ?? '').split(',').map((item) => item.split(';')[0].trim());
  return accepted.includes(encoding);
}

function summary(answer) {
  return JSON.stringify({
    read_rows: String(answer.readRows),
    read_bytes: String(answer.readBytes),
    written_rows: String(answer.writtenRows),
    written_bytes: String(answer.writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(answer.writtenRows),
    result_bytes: String(answer.bytes.length),
    elapsed_ns: String(Math.round(answer.seconds * 1e9)),
  });
}
