// ClickHouse's compressed blocks, as HTTP clients ask for with compress=1 and send with decompress=1:
//
//   checksum (16 bytes, CityHash128 of all that follows) | method (1 byte) | compressed size with this header (4) |
//   uncompressed size (4) | data

import { Transform } from 'node:stream';
import { cityHash128 } from './city-hash.mjs';
import { ClickHouseError } from './clickhouse-error.mjs';

const CHECKSUM_SIZE = 16;
const HEADER_SIZE = 9;
const METHOD_NONE = 0x02;
const METHOD_LZ4 = 0x82;
const WRITTEN_BLOCK_SIZE = 1 << 20;
const GREATEST_BLOCK_SIZE = 1 << 30;

/**
 * Frames bytes as LZ4 blocks of literals only: valid LZ4 that saves no space, since over the loopback interface
 * finding matches costs more time than it saves.
 *
 * @param {Buffer} bytes
 * @returns {Buffer}
 */
export function compressBlocks(bytes) {
  const blocks = [];
  for (let offset = 0; offset < bytes.length; offset += WRITTEN_BLOCK_SIZE) {
    blocks.push(compressBlock(bytes.subarray(offset, offset + WRITTEN_BLOCK_SIZE)));
  }
  return Buffer.concat(blocks);
}

function compressBlock(bytes) {
  const literals = lz4LiteralsHeader(bytes.length);
  const block = Buffer.alloc(CHECKSUM_SIZE + HEADER_SIZE + literals.length + bytes.length);
  block[CHECKSUM_SIZE] = METHOD_LZ4;
  block.writeUInt32LE(block.length - CHECKSUM_SIZE, CHECKSUM_SIZE + 1);
  block.writeUInt32LE(bytes.length, CHECKSUM_SIZE + 5);
  literals.copy(block, CHECKSUM_SIZE + HEADER_SIZE);
  bytes.copy(block, CHECKSUM_SIZE + HEADER_SIZE + literals.length);
  cityHash128(block.subarray(CHECKSUM_SIZE)).copy(block);
  return block;
}

/** The token of an LZ4 sequence of literals without a match, with the bytes that extend its length. */
function lz4LiteralsHeader(length) {
  if (length < 15) {
    return Buffer.from([length << 4]);
  }
  const extension = length - 15;
  const header = Buffer.alloc(2 + Math.floor(extension / 255), 255);
  header[0] = 15 << 4;
  header[header.length - 1] = extension % 255;
  return header;
}

/** Turns a stream of compressed blocks into the bytes they hold; at most one block is buffered. */
export class BlockDecompressor extends Transform {
  #chunks = [];
  #buffered = 0;
  #needed = CHECKSUM_SIZE + HEADER_SIZE;

  _transform(chunk, _encoding, done) {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    try {
      if (this.#buffered >= this.#needed) {
        this.#decompressWholeBlocks();
      }
      done();
    } catch (error) {
      done(error);
    }
  }

  _flush(done) {
    done(this.#buffered === 0 ? undefined : corrupt('the last block is cut off'));
  }

  #decompressWholeBlocks() {
    let bytes = Buffer.concat(this.#chunks);
    this.#needed = CHECKSUM_SIZE + HEADER_SIZE;
    while (bytes.length >= CHECKSUM_SIZE + HEADER_SIZE) {
      const compressedSize = bytes.readUInt32LE(CHECKSUM_SIZE + 1);
      if (compressedSize < HEADER_SIZE || compressedSize > GREATEST_BLOCK_SIZE) {
        throw corrupt(`a block of ${compressedSize} bytes`);
      }
      const blockSize = CHECKSUM_SIZE + compressedSize;
      if (bytes.length < blockSize) {
        this.#needed = blockSize;
        break;
      }
      this.push(decompressBlock(bytes.subarray(0, blockSize)));
      bytes = bytes.subarray(blockSize);
    }
    this.#chunks = bytes.length > 0 ? [bytes] : [];
    this.#buffered = bytes.length;
  }
}

function decompressBlock(block) {
  if (!cityHash128(block.subarray(CHECKSUM_SIZE)).equals(block.subarray(0, CHECKSUM_SIZE))) {
    throw new ClickHouseError(40, 'CHECKSUM_DOESNT_MATCH', 'Checksum of a compressed block of the request is wrong');
  }
  const method = block[CHECKSUM_SIZE];
  const size = block.readUInt32LE(CHECKSUM_SIZE + 5);
  const data = block.subarray(CHECKSUM_SIZE + HEADER_SIZE);
  if (size > GREATEST_BLOCK_SIZE) {
    throw corrupt(`a block of ${size} bytes`);
  }
  switch (method) {
    case METHOD_NONE:
      return data;
    case METHOD_LZ4:
      return decompressLz4(data, size);
    default:
      throw new ClickHouseError(
        89,
        'UNKNOWN_COMPRESSION_METHOD',
        `Compression method 0x${method.toString(16)} of a request's block is not supported here; use LZ4`,
      );
  }
}

function decompressLz4(data, size) {
  const output = Buffer.alloc(size);
  let read = 0;
  let written = 0;

  const extended = (nibble) => {
    let length = nibble;
    if (nibble === 15) {
      let byte;
      do {
        byte = data[read++];
        if (byte === undefined) {
          throw corrupt('an LZ4 block is cut off');
        }
        length += byte;
      } while (byte === 255);
    }
    return length;
  };

  while (read < data.length) {
    const token = data[read++];
    const literals = extended(token >> 4);
    if (read + literals > data.length || written + literals > size) {
      throw corrupt('LZ4 literals beyond the end of the block');
    }
    data.copy(output, written, read, read + literals);
    read += literals;
    written += literals;
    if (read === data.length) {
      break;
    }
    if (read + 2 > data.length) {
      throw corrupt('an LZ4 block is cut off');
    }
    const distance = data.readUInt16LE(read);
    read += 2;
    const end = written + extended(token & 15) + 4;
    if (distance === 0 || distance > written || end > size) {
      throw corrupt('an LZ4 match outside of the block');
    }
    // Byte by byte: a match may overlap what it writes.
    for (; written < end; written++) {
      output[written] = output[written - distance];
    }
  }
  if (written !== size) {
    throw corrupt(`an LZ4 block of ${written} bytes that says ${size}`);
  }
  return output;
}

function corrupt(what) {
  return new ClickHouseError(271, 'CANNOT_DECOMPRESS', `Cannot decompress the request: ${what}`);
}
