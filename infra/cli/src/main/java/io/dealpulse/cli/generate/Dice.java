package io.dealpulse.cli.generate;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of chance. Streams of one seed are independent of each other, so that a deal's fate hangs on its number
 * alone; strict arithmetic makes them the same on every machine.
 */
final class Dice {

    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private final SplittableRandom random;

    /** The stream of this number among those of the seed. */
    Dice(long seed, long stream) {
        random = new SplittableRandom(seed * GOLDEN_RATIO + stream).split();
    }

    /** True with this probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** A number from {@code least} (included) to {@code most} (not included). */
    double between(double least, double most) {
        return random.nextDouble(least, most);
    }

    /** A duration from {@code least} (included) to {@code most} (not included), to the millisecond. */
    Duration between(Duration least, Duration most) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis()));
    }

    /** Log-normal: half of all results are below the median; 95 % within a factor of e^(2·spread) of it. */
    double around(double median, double spread) {
        return median * StrictMath.exp(spread * gaussian());
    }

    /** Standard normal. */
    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** Exponential: mostly short, now and then long, never more than {@code most}. */
    Duration mostlyShort(Duration mean, Duration most) {
        long millis = (long) (-StrictMath.log(1 - random.nextDouble()) * mean.toMillis());
        return Duration.ofMillis(Math.min(millis, most.toMillis()));
    }

    /** One of these, all equally likely. */
    <T> T pick(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }
}
