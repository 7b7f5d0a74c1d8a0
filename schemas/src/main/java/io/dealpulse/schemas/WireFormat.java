package io.dealpulse.schemas;

/** Confluent's wire format: a zero byte, the schema's id (4 bytes, big-endian), then the record in Avro's binary encoding. */
final class WireFormat {

    /** First byte of every message. */
    static final byte MAGIC = 0;

    /** Bytes before the record. */
    static final int HEADER_LENGTH = 5;

    private WireFormat() {}
}
