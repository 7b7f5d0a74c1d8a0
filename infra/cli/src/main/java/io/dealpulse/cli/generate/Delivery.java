package io.dealpulse.cli.generate;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event on its way out of the CRM.
 *
 * @param at when it leaves; deliveries come in this order
 * @param event a deal change, an activity, a pipeline definition or an exchange rate; not to be changed
 */
public record Delivery(Instant at, SpecificRecord event) {}
