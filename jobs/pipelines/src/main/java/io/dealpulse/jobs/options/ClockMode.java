package io.dealpulse.jobs.options;

/** What moves the pipeline's clock. */
public enum ClockMode {
    /** Event time, and the wall clock while the topics are read to their end and quiet. */
    LIVE,
    /** Event time alone: days turn only when events say so. For replays and accelerated demos. */
    EVENT
}
