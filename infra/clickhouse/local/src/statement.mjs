// Just enough of ClickHouse's syntax to tell an INSERT with data from every other statement, where its data start and
// which format a query asks for. Texts are Latin-1, so that a character's index is its byte's offset.

/**
 * @typedef {object} InsertWithData
 * @property {'insert'} kind
 * @property {string} target all before the data's format: INSERT INTO t (a, b)
 * @property {string} settings the SETTINGS clause, or ''
 * @property {string} format
 * @property {number} dataStart where the data start in the text
 *
 * @typedef {object} Query
 * @property {'query'} kind
 * @property {string | undefined} format of its FORMAT clause
 * @property {boolean} several whether there is more than one statement
 * @property {boolean} onlyReads whether it can change neither data nor settings
 */

/**
 * Reads the beginning of a statement.
 *
 * @param {string} text the first bytes of the statement, or all
 * @param {boolean} whole whether `text` is all
 * @returns {InsertWithData | Query | undefined} undefined when more of the text is needed to tell
 */
export function readStatement(text, whole) {
  const tokens = topLevelTokens(text);
  const insert = tokens.next().value?.word === 'INSERT' ? readInsert(text, whole, tokens) : null;
  if (insert !== null) {
    return insert;
  }
  return whole ? readQuery(text) : undefined;
}

/** Null for an INSERT that brings no data: INSERT SELECT, INSERT FROM INFILE. */
function readInsert(text, whole, tokens) {
  let settingsStart = -1;
  let previous = 'INSERT';
  for (let token = tokens.next().value; token !== undefined; token = tokens.next().value) {
    if (token.end === text.length && !whole) {
      return undefined;
    }
    const isTable = previous === 'INTO' || previous === 'TABLE';
    previous = token.word;
    switch (isTable ? undefined : token.word) {
      case 'SELECT':
      case 'WITH':
      case 'INFILE':
      case 'WATCH':
        return null;
      case 'SETTINGS':
        settingsStart = token.start;
        break;
      case 'VALUES':
        return dataFrom(text, whole, token.start, settingsStart, 'Values', token.end);
      case 'FORMAT': {
        const name = tokens.next().value;
        if (name?.word === undefined) {
          return whole ? null : undefined;
        }
        return dataFrom(text, whole, token.start, settingsStart, text.slice(name.start, name.end), name.end);
      }
      default:
    }
  }
  return whole ? null : undefined;
}

function dataFrom(text, whole, clauseStart, settingsStart, format, formatEnd) {
  const separator = /[ \t\f]*;?[ \t\f]*\r?\n?/y;
  separator.lastIndex = formatEnd;
  separator.test(text);
  const dataStart = format === 'Values' ? formatEnd : separator.lastIndex;
  if (dataStart === text.length && !whole) {
    return undefined;
  }
  const targetEnd = settingsStart === -1 ? clauseStart : settingsStart;
  return {
    kind: 'insert',
    target: text.slice(0, targetEnd),
    settings: text.slice(targetEnd, clauseStart),
    format,
    dataStart,
  };
}

const READS = new Set(['SELECT', 'WITH']);

function readQuery(text) {
  let format;
  let ended = false;
  let previous;
  let onlyReads;
  for (const token of topLevelTokens(text)) {
    onlyReads ??= READS.has(token.word);
    if (ended && token.word !== ';') {
      return { kind: 'query', format, several: true, onlyReads: false };
    }
    ended ||= token.word === ';';
    if (previous === 'FORMAT' && token.word !== undefined) {
      format = text.slice(token.start, token.end);
    }
    previous = token.word;
  }
  return { kind: 'query', format, several: false, onlyReads: onlyReads ?? false };
}

const TOKEN = new RegExp(
  [
    String.raw`(?<blank>\s+|--[^\n]*|#[ !][^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<quoted>'(?:[^'\\]+|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]+|\\[\s\S]|"")*(?:"|$)|` +
      String.raw`${'`'}(?:[^${'`'}\\]+|\\[\s\S]|${'``'})*(?:${'`'}|$))`,
    String.raw`(?<heredoc>(?<tag>\$\w*\$)[\s\S]*?(?:\k<tag>|$))`,
    String.raw`(?<word>[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<number>[0-9][A-Za-z0-9_.]*)`,
    String.raw`(?<symbol>[\s\S])`,
  ].join('|'),
  'gy',
);

/**
 * The tokens outside of brackets, and those that open them, without blanks and comments; words in upper case, `;` as a
 * word of its own, all else without a word.
 */
function* topLevelTokens(text) {
  let depth = 0;
  for (const match of text.matchAll(TOKEN)) {
    const { blank, word, symbol } = match.groups;
    if (blank !== undefined) {
      continue;
    }
    if (symbol === ')' || symbol === ']' || symbol === '}') {
      depth--;
      continue;
    }
    if (depth === 0) {
      yield {
        word: word?.toUpperCase() ?? (symbol === ';' ? ';' : undefined),
        start: match.index,
        end: match.index + match[0].length,
      };
    }
    if (symbol === '(' || symbol === '[' || symbol === '{') {
      depth++;
    }
  }
}
