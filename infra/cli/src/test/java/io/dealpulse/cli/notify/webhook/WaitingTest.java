package io.dealpulse.cli.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("How long is waited after a failure")
class WaitingTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "7, 64000", "8, 120000", "9, 120000", "2000000000, 120000"})
    void doublesUpToTwoMinutesAndLeavesUpToHalfOut(int failures, long fullMillis) {
        Backoff backoff = new Backoff(new SplittableRandom(7));
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 2000; i++) {
            long pause = backoff.pause(failures, null).toMillis();
            least = Math.min(least, pause);
            most = Math.max(most, pause);
        }

        assertThat(least).isBetween(fullMillis / 2, fullMillis * 52 / 100);
        assertThat(most).isBetween(fullMillis * 98 / 100, fullMillis);
    }

    @Test
    void theReceiversWishCounts() {
        Backoff backoff = new Backoff(new SplittableRandom(7));

        assertThat(backoff.pause(9, Duration.ofSeconds(3))).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
        assertThat(backoff.pause(1, Duration.ZERO)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1100));
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "' 120 ', PT2M",
        "999999999999999999, PT15M",
        "'Thu, 01 Jan 2026 00:00:30 GMT', PT30S",
        "'Wed, 31 Dec 2025 23:00:00 GMT', PT0S",
        "'Fri, 02 Jan 2026 00:00:00 GMT', PT15M",
    })
    void readsRetryAfter(String value, Duration wish) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wish);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "1.5", "soon", "9999999999999999999", "Thu, 32 Jan 2026 00:00:30 GMT", "2026-01-01"})
    void nonsenseInRetryAfterSaysNothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
