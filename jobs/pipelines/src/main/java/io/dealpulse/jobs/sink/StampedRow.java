package io.dealpulse.jobs.sink;

/**
 * A row with what decides between it and others of its key.
 *
 * @param row the row
 * @param version generation of its writer in the high 32 bits, the writer's counter in the low ones; the highest wins
 * @param checkpoint the last checkpoint barrier its writer had passed, 0 if none
 */
public record StampedRow(TableRow row, long version, long checkpoint) {}
