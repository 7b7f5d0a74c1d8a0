package io.dealpulse.jobs.metrics;

/**
 * What makes those rows of a deal that depend on dimensions and on the reporting zone.
 *
 * @param flows makes the rows of its flows
 * @param milestones makes the rows of its milestones
 */
record DealRowMakers(FlowRows flows, MilestoneRows milestones) {}
