import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { cityHash128 } from '../src/city-hash.mjs';
import { BlockDecompressor, compressBlocks } from '../src/compressed-blocks.mjs';

async function decompress(...chunks) {
  const parts = [];
  for await (const part of Readable.from(chunks).pipe(new BlockDecompressor())) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A block as ClickHouse frames it, around LZ4 data. */
function block(method, data, size) {
  const header = Buffer.alloc(9);
  header[0] = method;
  header.writeUInt32LE(9 + data.length, 1);
  header.writeUInt32LE(size, 5);
  const body = Buffer.concat([header, data]);
  return Buffer.concat([cityHash128(body), body]);
}

for (const size of [0, 1, 14, 15, 16, 269, 270, 271, 1 << 20, (1 << 20) + 1]) {
  test(`${size} bytes come back from compressed blocks`, async () => {
    const bytes = Buffer.alloc(size, 'deal stage ');
    assert.ok((await decompress(compressBlocks(bytes))).equals(bytes));
  });
}

test('blocks come back whatever their bytes arrive in', async () => {
  const bytes = Buffer.from('one two three '.repeat(50));
  const framed = Buffer.concat([compressBlocks(bytes), compressBlocks(bytes)]);
  const single = Array.from({ length: framed.length }, (_, i) => framed.subarray(i, i + 1));
  assert.equal((await decompress(...single)).toString(), bytes.toString().repeat(2));
});

test('a match that overlaps what it writes is copied byte by byte', async () => {
  // Literal "ab", then 10 bytes from 2 back, then literal "!".
  const data = Buffer.from([0x26, 0x61, 0x62, 2, 0, 0x10, 0x21]);
  assert.equal((await decompress(block(0x82, data, 13))).toString(), 'ababababababab'.slice(0, 12) + '!');
});

test('a block that is not compressed is taken as it is', async () => {
  assert.equal((await decompress(block(0x02, Buffer.from('plain'), 5))).toString(), 'plain');
});

const good = block(0x82, Buffer.from([0x26, 0x61, 0x62, 2, 0, 0x10, 0x21]), 13);
for (const [what, bytes, code] of [
  ['a wrong checksum', Buffer.concat([good.subarray(0, -1), Buffer.from('?')]), 40],
  ['a block that is cut off', good.subarray(0, -1), 271],
  ['a match from before the beginning', block(0x82, Buffer.from([0x16, 0x61, 9, 0]), 11), 271],
  ['a match at distance 0', block(0x82, Buffer.from([0x16, 0x61, 0, 0]), 11), 271],
  ['literals beyond the end', block(0x82, Buffer.from([0xf0]), 20), 271],
  ['fewer bytes than it says', block(0x82, Buffer.from([0x10, 0x61]), 2), 271],
  ['another method', block(0x90, Buffer.from('zstd'), 4), 89],
]) {
  test(`${what} is refused with code ${code}`, async () => {
    await assert.rejects(decompress(bytes), { code });
  });
}
