/**
 * The topics, their Avro contracts, and the codec between records and bytes in Confluent's wire format, on the genuine
 * Confluent schema registry client.
 */
@NullMarked
package io.dealpulse.schemas;

import org.jspecify.annotations.NullMarked;
