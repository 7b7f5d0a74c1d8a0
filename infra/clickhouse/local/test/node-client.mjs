// The engine as ClickHouse's official Node client sees it. Takes the engine's address; exits 0 when all holds.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';

const url = process.argv[2];
// Failures are asked for below; the client need not print them.
const log = { level: ClickHouseLogLevel.OFF };
const client = createClient({ url, log });
const rows = async (query, more = {}) => (await client.query({ query, format: 'JSONEachRow', ...more })).json();

assert.deepEqual(await client.ping(), { success: true });

// Every kind of parameter.
const parameters = await rows(
  `SELECT {s: String} AS s, {i: Int64} AS i, {d: Decimal(18, 2)} AS d, {n: Nullable(String)} AS n,
      {a: Array(String)} AS a, {t: DateTime64(3, 'UTC')} AS t, {m: Map(String, UInt8)} AS m, {b: Bool} AS b`,
  {
    query_params: {
      s: "it's \\ a\ttab\nand more",
      i: '-9223372036854775808',
      d: '12.50',
      n: null,
      a: ["o'clock", 'b,c'],
      t: new Date('2017-03-01T00:30:00.123Z'),
      m: { one: 1 },
      b: true,
    },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1, output_format_json_quote_decimals: 1 },
  },
);
assert.deepEqual(parameters, [
  {
    s: "it's \\ a\ttab\nand more",
    i: '-9223372036854775808',
    d: '12.5',
    n: null,
    a: ["o'clock", 'b,c'],
    t: '2017-03-01 00:30:00.123',
    m: { one: 1 },
    b: true,
  },
]);

// Every column type of the tables.
await client.command({ query: 'CREATE DATABASE node' });
await client.command({
  query: `CREATE TABLE node.every_type (
      id UInt32, word LowCardinality(String), amount Nullable(Decimal(18, 2)), instant DateTime64(3, 'UTC'),
      day Nullable(Date32), share Nullable(Float64), attributes Map(LowCardinality(String), String),
      histogram Map(Int16, Int64)
    ) ENGINE = MergeTree ORDER BY id`,
});
const written = [
  {
    id: 1,
    word: 'ünï\t"\'\\',
    amount: '-0.01',
    instant: '1900-01-01 00:00:00.000',
    day: '1900-01-01',
    share: 0.1,
    attributes: { segment: "it's", source: '' },
    histogram: { 0: '1', 700: '9223372036854775807' },
  },
  { id: 2, word: '', amount: null, instant: '2299-12-31 23:59:59.999', day: null, share: null, attributes: {}, histogram: {} },
];
const settings = { output_format_json_quote_64bit_integers: 1, output_format_json_quote_decimals: 1 };
const inserted = await client.insert({ table: 'node.every_type', values: written, format: 'JSONEachRow' });
assert.equal(inserted.summary?.written_rows, '2');
assert.deepEqual(await rows('SELECT * FROM node.every_type ORDER BY id', { clickhouse_settings: settings }), written);

// Streams, compressed both ways.
const compressing = createClient({ url, log, database: 'node', compression: { request: true, response: true } });
await compressing.command({ query: 'CREATE TABLE numbers (number UInt64) ENGINE = MergeTree ORDER BY number' });
const count = 100_000;
await compressing.insert({
  table: 'numbers',
  format: 'TabSeparated',
  values: Readable.from(
    (function* () {
      for (let number = 0; number < count; number++) {
        yield `${number}\n`;
      }
    })(),
    { objectMode: false },
  ),
});
let sum = 0;
const stream = (await compressing.query({ query: 'SELECT number FROM numbers', format: 'CSV' })).stream();
for await (const batch of stream) {
  for (const row of batch) {
    sum += Number(row.text);
  }
}
assert.equal(sum, (count * (count - 1)) / 2);

// Binary rows.
const binary = Buffer.alloc(8 * 256);
for (let i = 0; i < 256; i++) {
  binary.writeBigUInt64LE(0x0a0d5c270000fe00n + BigInt(i), 8 * i);
}
await client.exec({ query: 'INSERT INTO node.numbers FORMAT RowBinary', values: Readable.from([binary], { objectMode: false }) })
  .then(({ stream: answer }) => answer.resume());
const [{ binaries }] = await rows('SELECT toUInt32(uniqExact(number)) AS binaries FROM node.numbers WHERE number > 1000000');
assert.equal(binaries, 256);

// Errors with their codes; the client goes on.
await assert.rejects(rows('SELECT * FROM node.missing'), { code: '60', type: 'UNKNOWN_TABLE' });
await assert.rejects(rows('SELEC 1'), { code: '62', type: 'SYNTAX_ERROR' });
await assert.rejects(rows('SELECT {missing: String}'), { code: '456' });
await assert.rejects(rows('SELECT 1', { clickhouse_settings: { no_such_setting: 1 } }), { code: '115' });
await assert.rejects(client.insert({ table: 'node.numbers', values: 'many\n', format: 'TabSeparated' }));

// Many at a time, each with settings and parameters of its own.
await Promise.all(
  Array.from({ length: 100 }, async (_, i) => {
    const [row] = await rows("SELECT {i: UInt32} AS i, toUInt32(getSetting('max_block_size')) AS size", {
      query_params: { i },
      clickhouse_settings: { max_block_size: String(1000 + i) },
    });
    assert.deepEqual(row, { i, size: 1000 + i });
  }),
);

await compressing.close();
await client.close();
