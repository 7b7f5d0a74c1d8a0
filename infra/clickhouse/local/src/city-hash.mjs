// CityHash128 of CityHash 1.0.2: the checksum of ClickHouse's compressed blocks. Later versions of CityHash give
// other values. All arithmetic is on unsigned 64-bit integers.

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;
const K3 = 0xc949d7c7509e6557n;
const HASH_MULTIPLIER = 0x9ddfea08eb382d69n;

const u64 = (x) => BigInt.asUintN(64, x);
const add = (a, b) => u64(a + b);
const multiply = (a, b) => u64(a * b);
const rotate = (x, bits) => u64((x >> bits) | (x << (64n - bits)));
const shiftMix = (x) => x ^ (x >> 47n);

function hash16(low, high) {
  const a = shiftMix(multiply(low ^ high, HASH_MULTIPLIER));
  const b = shiftMix(multiply(high ^ a, HASH_MULTIPLIER));
  return multiply(b, HASH_MULTIPLIER);
}

function hashUpTo16(bytes) {
  const length = bytes.length;
  const size = BigInt(length);
  if (length > 8) {
    const first = bytes.readBigUInt64LE(0);
    const last = bytes.readBigUInt64LE(length - 8);
    return hash16(first, rotate(add(last, size), size)) ^ last;
  }
  if (length >= 4) {
    return hash16(add(size, BigInt(bytes.readUInt32LE(0)) << 3n), BigInt(bytes.readUInt32LE(length - 4)));
  }
  if (length > 0) {
    const y = BigInt(bytes[0]) + (BigInt(bytes[length >> 1]) << 8n);
    const z = size + (BigInt(bytes[length - 1]) << 2n);
    return multiply(shiftMix(multiply(y, K2) ^ multiply(z, K3)), K2);
  }
  return K2;
}

/** Mixes the 32 bytes at `offset` into a pair of seeds. */
function weakHash32(bytes, offset, seedA, seedB) {
  const x = bytes.readBigUInt64LE(offset + 8);
  const y = bytes.readBigUInt64LE(offset + 16);
  const z = bytes.readBigUInt64LE(offset + 24);
  const start = add(seedA, bytes.readBigUInt64LE(offset));
  const b = rotate(u64(seedB + start + z), 21n);
  const a = u64(start + x + y);
  return [add(a, z), u64(b + rotate(a, 44n) + start)];
}

function murmur(bytes, low, high) {
  const length = bytes.length;
  let a = low;
  let b = high;
  let c;
  let d;
  if (length <= 16) {
    a = multiply(shiftMix(multiply(a, K1)), K1);
    c = add(multiply(b, K1), hashUpTo16(bytes));
    d = shiftMix(add(a, length >= 8 ? bytes.readBigUInt64LE(0) : c));
  } else {
    c = hash16(add(bytes.readBigUInt64LE(length - 8), K1), a);
    d = hash16(add(b, BigInt(length)), add(c, bytes.readBigUInt64LE(length - 16)));
    a = add(a, d);
    for (let offset = 0; offset < length - 16; offset += 16) {
      a = multiply(a ^ multiply(shiftMix(multiply(bytes.readBigUInt64LE(offset), K1)), K1), K1);
      b ^= a;
      c = multiply(c ^ multiply(shiftMix(multiply(bytes.readBigUInt64LE(offset + 8), K1)), K1), K1);
      d ^= c;
    }
  }
  a = hash16(a, c);
  b = hash16(d, b);
  return [a ^ b, hash16(b, a)];
}

function hashWithSeed(bytes, low, high) {
  if (bytes.length < 128) {
    return murmur(bytes, low, high);
  }
  let x = low;
  let y = high;
  let z = multiply(BigInt(bytes.length), K1);
  let v0 = add(multiply(rotate(y ^ K1, 49n), K1), bytes.readBigUInt64LE(0));
  let v1 = add(multiply(rotate(v0, 42n), K1), bytes.readBigUInt64LE(8));
  let w0 = add(multiply(rotate(add(y, z), 35n), K1), x);
  let w1 = multiply(rotate(add(x, bytes.readBigUInt64LE(88)), 53n), K1);

  let offset = 0;
  const blocksEnd = bytes.length - (bytes.length % 128);
  for (; offset < blocksEnd; offset += 64) {
    x = multiply(rotate(u64(x + y + v0 + bytes.readBigUInt64LE(offset + 16)), 37n), K1) ^ w1;
    y = multiply(rotate(u64(y + v1 + bytes.readBigUInt64LE(offset + 48)), 42n), K1) ^ v0;
    z = rotate(z ^ w0, 33n);
    [v0, v1] = weakHash32(bytes, offset, multiply(v1, K1), add(x, w0));
    [w0, w1] = weakHash32(bytes, offset + 32, add(z, w1), y);
    [x, z] = [z, x];
  }

  y = u64(y + multiply(rotate(w0, 37n), K0) + z);
  x = add(x, multiply(rotate(add(v0, z), 49n), K0));
  const rest = bytes.length - offset;
  for (let done = 0; done < rest; ) {
    done += 32;
    const tail = offset + rest - done;
    y = add(multiply(rotate(u64(y - x), 42n), K0), v1);
    w0 = add(w0, bytes.readBigUInt64LE(tail + 16));
    x = add(multiply(rotate(x, 49n), K0), w0);
    w0 = add(w0, v0);
    [v0, v1] = weakHash32(bytes, tail, v0, v1);
  }
  x = hash16(x, v0);
  y = hash16(y, w0);
  return [add(hash16(add(x, v1), w1), y), hash16(add(x, w1), add(y, v1))];
}

/**
 * @param {Buffer} bytes
 * @returns {Buffer} 16 bytes: the low word, then the high one, each little-endian
 */
export function cityHash128(bytes) {
  const length = bytes.length;
  let words;
  if (length >= 16) {
    words = hashWithSeed(bytes.subarray(16), bytes.readBigUInt64LE(0) ^ K3, bytes.readBigUInt64LE(8));
  } else if (length >= 8) {
    const size = BigInt(length);
    words = hashWithSeed(
      Buffer.alloc(0),
      bytes.readBigUInt64LE(0) ^ multiply(size, K0),
      bytes.readBigUInt64LE(length - 8) ^ K1,
    );
  } else {
    words = hashWithSeed(bytes, K0, K1);
  }
  const hash = Buffer.alloc(16);
  hash.writeBigUInt64LE(words[0], 0);
  hash.writeBigUInt64LE(words[1], 8);
  return hash;
}
