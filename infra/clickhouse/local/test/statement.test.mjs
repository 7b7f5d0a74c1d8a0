import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStatement } from '../src/statement.mjs';

/** [target, settings, format, data] of an INSERT with data. */
function insert(text, whole = true) {
  const { kind, target, settings, format, dataStart } = readStatement(text, whole);
  assert.equal(kind, 'insert');
  return [target, settings, format, text.slice(dataStart)];
}

for (const [text, expected] of [
  ["INSERT INTO t VALUES (1, 'a')", ['INSERT INTO t ', '', 'Values', " (1, 'a')"]],
  ['insert into t (a, b) values(1)', ['insert into t (a, b) ', '', 'Values', '(1)']],
  ['INSERT INTO t FORMAT RowBinary\n \x00\xff', ['INSERT INTO t ', '', 'RowBinary', ' \x00\xff']],
  ['INSERT INTO t FORMAT TSV \r\n1\t2', ['INSERT INTO t ', '', 'TSV', '1\t2']],
  ['INSERT INTO t FORMAT TSV;\n1', ['INSERT INTO t ', '', 'TSV', '1']],
  [
    'INSERT INTO t (a) SETTINGS async_insert = 0 FORMAT CSV\n1',
    ['INSERT INTO t (a) ', 'SETTINGS async_insert = 0 ', 'CSV', '1'],
  ],
  ['/* VALUES */ INSERT INTO -- SELECT\n t VALUES (1)', ['/* VALUES */ INSERT INTO -- SELECT\n t ', '', 'Values', ' (1)']],
  ['INSERT INTO `VALUES` ("SELECT") VALUES (1)', ['INSERT INTO `VALUES` ("SELECT") ', '', 'Values', ' (1)']],
  ['INSERT INTO settings VALUES (1)', ['INSERT INTO settings ', '', 'Values', ' (1)']],
  ['INSERT INTO t (values, format) VALUES (1, 2)', ['INSERT INTO t (values, format) ', '', 'Values', ' (1, 2)']],
]) {
  test(`the data of ${JSON.stringify(text)}`, () => assert.deepEqual(insert(text), expected));
}

for (const text of [
  'INSERT INTO t SELECT 1 FORMAT Null',
  'INSERT INTO t WITH 1 AS x SELECT x',
  "INSERT INTO t FROM INFILE 'f' FORMAT TSV",
  'INSERT INTO t (a) (SELECT 1)',
  "SELECT 'INSERT INTO t VALUES (1)'",
  'CREATE VIEW v AS SELECT 1',
]) {
  test(`${JSON.stringify(text)} brings no data`, () => assert.equal(readStatement(text, true).kind, 'query'));
}

for (const text of ['', 'INS', 'INSERT INTO t (a', 'INSERT INTO t VALUES', 'INSERT INTO t FORMAT Row', 'INSERT INTO select']) {
  test(`more is needed after ${JSON.stringify(text)}`, () => assert.equal(readStatement(text, false), undefined));
}

for (const [text, format] of [
  ['SELECT 1', undefined],
  ['SELECT 1 FORMAT JSON', 'JSON'],
  ['SELECT 1 format CSV;', 'CSV'],
  ["SELECT 'FORMAT JSON', (SELECT 1)", undefined],
]) {
  test(`the format of ${text} is ${format}`, () => assert.equal(readStatement(text, true).format, format));
}

for (const [text, several] of [
  ['SELECT 1;', false],
  ["SELECT ';'; -- ; end", false],
  ['SELECT 1; SELECT 2', true],
  ['SELECT 1; (SELECT 2)', true],
]) {
  test(`${text} ${several ? 'has' : 'has not'} several statements`, () =>
    assert.equal(readStatement(text, true).several, several));
}

for (const [text, onlyReads] of [
  ['SELECT 1', true],
  ['/* first */ with 1 AS one select one', true],
  ['SET max_threads = 1', false],
  ['CREATE TABLE t AS SELECT 1', false],
  ['SELECT 1; SET max_threads = 1', false],
  ['', false],
]) {
  test(`${JSON.stringify(text)} ${onlyReads ? 'only reads' : 'may change something'}`, () =>
    assert.equal(readStatement(text, true).onlyReads, onlyReads));
}
