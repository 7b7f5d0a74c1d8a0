package io.dealpulse.core.deal;

import java.time.Instant;

/**
 * What was known of a deal after one of its events.
 *
 * @param at when the event occurred
 * @param fields what was known after it
 * @param visitNumber the {@link StageVisit#number} of the visit that the deal was in then; 0 while it had no stage
 */
public record Moment(Instant at, DealFields fields, int visitNumber) {}
