const MOST_IDLE = 32;

/**
 * Connections to the engine, each set up by statements of its own. Those that only read are kept and used again by whoever
 * wants the same set-up: opening and setting up takes a third of what a short query does, on the one thread that serves
 * everybody.
 */
export class Sessions {
  #library;
  #open;
  /** Connections that nobody uses, the one that was given back last at the end. */
  #idle = [];

  /**
   * @param {object} library the engine's functions
   * @param {() => object} open opens a connection
   */
  constructor(library, open) {
    this.#library = library;
    this.#open = open;
  }

  /**
   * Works on a connection that nobody else uses meanwhile.
   *
   * @template T
   * @param {string[]} set the statements that set it up
   * @param {boolean} onlyReads whether the work leaves it as it was set up
   * @param {(connection: object) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async use(set, onlyReads, work) {
    const setUp = set.join('\n');
    const connection = this.#takeIdle(setUp) ?? this.#setUp(set);
    let unchanged = false;
    try {
      const result = await work(connection);
      unchanged = onlyReads;
      return result;
    } finally {
      if (unchanged) {
        this.#giveBack(setUp, connection);
      } else {
        this.#library.CloseConnection(connection);
      }
    }
  }

  close() {
    this.#idle.splice(0).forEach(({ connection }) => this.#library.CloseConnection(connection));
  }

  #takeIdle(setUp) {
    const index = this.#idle.findLastIndex((idle) => idle.setUp === setUp);
    return index === -1 ? undefined : this.#idle.splice(index, 1)[0].connection;
  }

  #setUp(set) {
    const connection = this.#open();
    try {
      for (const statement of set) {
        // On this thread: another one takes longer to wake up, on a busy machine ten times as long.
        this.#library.QueryWithConnection(connection, statement, 'Null');
      }
      return connection;
    } catch (error) {
      this.#library.CloseConnection(connection);
      throw error;
    }
  }

  #giveBack(setUp, connection) {
    this.#idle.push({ setUp, connection });
    if (this.#idle.length > MOST_IDLE) {
      this.#library.CloseConnection(this.#idle.shift().connection);
    }
  }
}
