package io.dealpulse.cli.notify;

/** What was done on one route since the start. */
final class RouteCounts {

    /** Webhooks that were taken. */
    long taken;

    /** Alerts that they told of. */
    long alertsTold;

    /** Attempts that failed, and were or will be repeated. */
    long failed;

    /** Webhooks that were refused for good. */
    long refused;

    /** Attempts after one that may have been taken: without answer, or of an earlier run that noted none. */
    long repeated;

    /** Alerts noted as having nothing to tell. */
    long skipped;
}
