package io.dealpulse.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void thirtyAMinuteAreOneEveryTwoSeconds() {
        RateLimit limit = new RateLimit(30, nanos::get);

        assertThat(limit.getAsBoolean()).isTrue();
        assertThat(limit.getAsBoolean()).isFalse();
        nanos.addAndGet(Duration.ofMillis(1999).toNanos());
        assertThat(limit.getAsBoolean()).isFalse();
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(limit.getAsBoolean()).isTrue();
    }

    @Test
    void aQuietHourSavesNothingUp() {
        RateLimit limit = new RateLimit(600, nanos::get);
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(limit.getAsBoolean()).isTrue();
        assertThat(limit.getAsBoolean()).isFalse();
    }
}
