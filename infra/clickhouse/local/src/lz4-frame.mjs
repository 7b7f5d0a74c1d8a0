// The LZ4 frame format, as the JDBC driver asks for with Accept-Encoding: lz4.

// Magic number; independent blocks of at most 4 MiB, no checksums; the header's own checksum.
const HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73]);
const END = Buffer.alloc(4);
const BLOCK_SIZE = 4 << 20;
const NOT_COMPRESSED = 0x80000000;

/**
 * Frames bytes as blocks that are not compressed, which every reader of the format takes.
 *
 * @param {Buffer} bytes
 * @returns {Buffer}
 */
export function lz4Frame(bytes) {
  const parts = [HEADER];
  for (let offset = 0; offset < bytes.length; offset += BLOCK_SIZE) {
    const block = bytes.subarray(offset, offset + BLOCK_SIZE);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(NOT_COMPRESSED + block.length);
    parts.push(size, block);
  }
  return Buffer.concat([...parts, END]);
}
