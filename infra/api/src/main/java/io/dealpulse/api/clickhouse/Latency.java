package io.dealpulse.api.clickhouse;

import java.time.Duration;

/** The bounds by which durations are counted in metrics. */
public final class Latency {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private Latency() {}

    /** From what a cached answer takes to what a query may take. */
    public static Duration[] buckets() {
        return BUCKETS.clone();
    }
}
