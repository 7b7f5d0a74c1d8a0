package io.dealpulse.cli.notify;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Spreads a route's attempts evenly: with 30 a minute, one every 2 s. */
final class RateLimit implements BooleanSupplier {

    private final Bucket bucket;

    /**
     * @param perMinute most attempts per minute
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    RateLimit(int perMinute, LongSupplier nanoTime) {
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(new Nanos(nanoTime))
                .build();
    }

    /** Whether an attempt is allowed now; if so it counts as made. */
    @Override
    public boolean getAsBoolean() {
        return bucket.tryConsume(1);
    }

    private record Nanos(LongSupplier nanoTime) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
