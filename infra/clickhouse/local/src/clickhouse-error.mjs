/** An error as ClickHouse's clients know it: a numeric code, its name and a text. */
export class ClickHouseError extends Error {
  /**
   * @param {number} code ClickHouse's error code
   * @param {string} name its name, as SYNTAX_ERROR
   * @param {string} text what is wrong
   */
  constructor(code, name, text) {
    super(`Code: ${code}. DB::Exception: ${text}. (${name})`);
    this.code = code;
  }

  /** The engine's failures bear their code in the text alone, and may stand inside one another. */
  static from(error) {
    if (error instanceof ClickHouseError) {
      return error;
    }
    const message = error instanceof Error ? error.message : String(error);
    const text = message
      .replace(/^Query failed: /, '')
      .replace(/^(?:Code: \d+\. DB::Exception: )+(?=Code: \d+\. DB::Exception: )/, '')
      .replace(/ \(version [^)]*\)\.(?: \(\w+\))?/g, '');
    const code = /^Code: (\d+)\./.exec(text);
    if (code === null) {
      return new ClickHouseError(1002, 'UNKNOWN_EXCEPTION', text);
    }
    const known = new ClickHouseError(Number(code[1]), '', '');
    known.message = text;
    return known;
  }

  /** The status that ClickHouse's own HTTP interface answers with. */
  get httpStatus() {
    return STATUS_BY_CODE.get(this.code) ?? 500;
  }
}

const STATUSES = {
  // Requests that can't be understood: of parsing, of types, of arguments, of syntax.
  400: [6, 25, 26, 27, 32, 36, 38, 39, 40, 41, 42, 43, 53, 62, 63, 69, 70, 72, 117, 130, 271, 386, 441, 456, 457],
  403: [192, 193, 497, 516],
  // Unknown table, database, function, identifier, format, setting, ...
  404: [16, 46, 47, 50, 60, 73, 78, 79, 81, 82, 115, 511],
  408: [159],
  413: [307],
  501: [48],
  503: [439],
};

const STATUS_BY_CODE = new Map(
  Object.entries(STATUSES).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)])),
);
