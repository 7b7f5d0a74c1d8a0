import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ClickHouseError } from './clickhouse-error.mjs';
import { Sessions } from './sessions.mjs';

const NO_BYTES = Buffer.alloc(0);

/** The engine could not be loaded or could not open its data; the message is fit for a user. */
export class EngineUnavailable extends Error {}

/**
 * ClickHouse's engine in this process, on one data directory. Queries run on libuv's threads, each on a connection that is
 * its own meanwhile and has its settings and parameters alone, so that none of them is seen by another.
 */
export class Engine {
  #library;
  #dataDirectory;
  // Kept open as long as the engine runs: the engine lets go of the directory with its last connection.
  #root;
  #sessions;
  #version;
  #permits;

  /**
   * @param {string} dataDirectory made when it is missing
   * @param {number} concurrency queries that run at once; more wait for their turn
   * @param {string} configFile the engine's own configuration
   */
  static open(dataDirectory, concurrency, configFile) {
    return new Engine(loadLibrary(), path.resolve(dataDirectory), concurrency, configFile);
  }

  constructor(library, dataDirectory, concurrency, configFile) {
    this.#library = library;
    this.#dataDirectory = dataDirectory;
    this.#permits = new Permits(concurrency);
    mkdirSync(dataDirectory, { recursive: true });
    const connect = () => library.CreateConnection(dataDirectory, [`--config-file=${configFile}`]);
    try {
      this.#root = connect();
      this.#version = library.QueryWithConnection(this.#root, 'SELECT version()', 'TSV').trim();
    } catch (error) {
      throw new EngineUnavailable(whyNotOpened(dataDirectory, error), { cause: error });
    }
    this.#sessions = new Sessions(library, connect);
    // What a killed process had received but not inserted was never acknowledged.
    rmSync(this.incomingDirectory, { recursive: true, force: true });
    mkdirSync(this.incomingDirectory);
  }

  /** Where bodies of inserts wait for the engine to read them. */
  get incomingDirectory() {
    return path.join(this.#dataDirectory, 'incoming');
  }

  /** ClickHouse's version, as the engine reports it. */
  get version() {
    return this.#version;
  }

  /** Resolves once the engine has answered a query. */
  async ping() {
    await this.#query(this.#root, 'SELECT 1', 'Null');
  }

  /**
   * Runs one statement.
   *
   * @param {{set: string[], sql: string, onlyReads: boolean, format: string}} request statements that set it up; the
   *     statement; whether it changes neither data nor settings; the format of its result where it names none
   * @returns {Promise<{bytes: Buffer, readRows: number, readBytes: number, writtenRows: number, writtenBytes: number,
   *     seconds: number}>}
   */
  run({ set, sql, onlyReads, format }) {
    return this.#inSession(set, onlyReads, async (connection) => {
      const result = await this.#query(connection, sql, format);
      return {
        bytes: result.bytes,
        readRows: result.rowsRead,
        readBytes: result.bytesRead,
        seconds: result.elapsed,
        writtenRows: 0,
        writtenBytes: 0,
      };
    });
  }

  /**
   * Inserts the rows of a file. The engine's call that takes rows from memory corrupts binary ones.
   *
   * @param {{set: string[], target: string, settings: string, format: string, file: string}} request
   * @returns {ReturnType<Engine['run']>}
   */
  insertFile({ set, target, settings, format, file }) {
    const sql = `${target} FROM INFILE ${literal(file)} COMPRESSION 'none' ${settings} FORMAT ${format}`;
    return this.#inSession(set, false, async (connection) => {
      let result;
      try {
        result = await this.#library.InsertRawAsyncConnection(connection, sql, NO_BYTES, false);
      } catch (error) {
        throw new Error(error.message.replace(`(in file/uri ${file}): `, ''), { cause: error });
      }
      return {
        bytes: NO_BYTES,
        readRows: result.rowsWritten,
        readBytes: result.bytesWritten,
        seconds: result.elapsed,
        writtenRows: result.rowsWritten,
        writtenBytes: result.bytesWritten,
      };
    });
  }

  /** Ends the engine. No query may be running. */
  close() {
    this.#sessions.close();
    this.#library.CloseConnection(this.#root);
  }

  async #inSession(set, onlyReads, work) {
    await this.#permits.acquire();
    try {
      return await this.#sessions.use(set, onlyReads, work);
    } catch (error) {
      throw ClickHouseError.from(error);
    } finally {
      this.#permits.release();
    }
  }

  #query(connection, sql, format) {
    return this.#library.QueryAsyncConnection(connection, sql, format);
  }
}

/** A string literal of ClickHouse's SQL. */
export function literal(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A quoted identifier of ClickHouse's SQL. */
export function identifier(name) {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

class Permits {
  #free;
  #waiting = [];

  constructor(count) {
    this.#free = count;
  }

  async acquire() {
    if (this.#free > 0) {
      this.#free--;
    } else {
      await new Promise((resolve) => this.#waiting.push(resolve));
    }
  }

  release() {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free++;
    } else {
      next();
    }
  }
}

function loadLibrary() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const engine = manifest.optionalDependencies;
  const libc = process.platform === 'linux' ? '-gnu' : '';
  const name = `@chdb/lib-${process.platform}-${process.arch}${libc}`;
  if (!(name in engine)) {
    throw new EngineUnavailable(
      `there is no ClickHouse engine for ${process.platform} on ${process.arch} here, only ` +
        `${Object.keys(engine).join(', ')}; use a ClickHouse server instead (--clickhouse URL)`,
    );
  }
  try {
    return createRequire(import.meta.url)(name);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') {
      throw new EngineUnavailable(`package ${name} is not installed; run npm ci in ${path.dirname(import.meta.dirname)}`);
    }
    throw new EngineUnavailable(`package ${name} cannot be loaded: ${error.message}`, { cause: error });
  }
}

function whyNotOpened(dataDirectory, error) {
  const owner = ownerOf(dataDirectory);
  return owner === undefined
    ? `the engine cannot open data directory ${dataDirectory}: ${error.message}`
    : `data directory ${dataDirectory} is in use by process ${owner} (code 76); stop it or name another directory`;
}

/** The living process that the directory's status file names, if any: the engine keeps that file locked. */
function ownerOf(dataDirectory) {
  try {
    const status = readFileSync(path.join(dataDirectory, 'status'), 'utf8');
    const owner = Number(/^PID: (\d+)/m.exec(status)?.[1]);
    if (!Number.isInteger(owner) || owner === process.pid) {
      return undefined;
    }
    process.kill(owner, 0);
    return owner;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}
