package io.dealpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dealpulse.schemas.WireFormatException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryBackoffTest {

    private final List<Long> pauses = new ArrayList<>();
    private long nanos;

    @Test
    void pausesDoubleUpToTheLongest() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();

        String answer = backoff(Optional.empty()).retry(() -> {
            if (attempts.incrementAndGet() <= 6) {
                throw unreachable();
            }
            return "answer";
        });

        assertThat(answer).isEqualTo("answer");
        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void givesUpRatherThanPauseBeyondItsPatience() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(RegistryUnreachableException.class)
                .isThrownBy(() -> backoff(Optional.of(Duration.ofMillis(1500))).retry(() -> {
                    attempts.incrementAndGet();
                    throw unreachable();
                }));

        assertThat(pauses).containsExactly(100L, 200L, 400L, 800L);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void whateverElseIsThrownPassesAtOnce() {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> backoff(Optional.empty()).retry(() -> {
                    throw new WireFormatException(Reason.TRUNCATED, "ends early");
                }));
        assertThatExceptionOfType(UnknownSchemaIdException.class)
                .isThrownBy(() -> backoff(Optional.empty()).retry(() -> {
                    throw new UnknownSchemaIdException(7, "url", new IOException("not found"));
                }));

        assertThat(pauses).isEmpty();
    }

    @Test
    void anInterruptEndsIt() {
        AtomicInteger attempts = new AtomicInteger();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> RegistryBackoff.endless().retry(() -> {
                    attempts.incrementAndGet();
                    throw unreachable();
                }));

        assertThat(attempts).hasValue(1);
        assertThat(Thread.interrupted())
                .as("flag is taken back, as by every interrupted call")
                .isFalse();
    }

    @Test
    void refusesPausesThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }

    private RegistryBackoff backoff(Optional<Duration> patience) {
        return new RegistryBackoff(Duration.ofMillis(100), Duration.ofSeconds(1), patience, this::pause, () -> nanos);
    }

    private RegistryBackoff backoff(Duration first, Duration longest) {
        return new RegistryBackoff(first, longest, Optional.empty(), this::pause, () -> nanos);
    }

    private void pause(Duration pause) {
        pauses.add(pause.toMillis());
        nanos += pause.toNanos();
    }

    private static RegistryUnreachableException unreachable() {
        return new RegistryUnreachableException("http://127.0.0.1:1", new IOException("connection refused"));
    }
}
