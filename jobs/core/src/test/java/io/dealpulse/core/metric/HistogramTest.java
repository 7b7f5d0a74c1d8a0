package io.dealpulse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    @Test
    void knowsEveryDurationWithinOnePercent() {
        for (long seconds = 1; seconds < 4_000_000_000L; seconds += 1 + seconds / 97) {
            double value = Histogram.valueOf(Histogram.indexOf(seconds));
            assertThat(value).isCloseTo((double) seconds, within(seconds * 0.01));
        }
    }

    @Test
    void keepsZeroApart() {
        assertThat(Histogram.indexOf(0)).isZero();
        assertThat(Histogram.valueOf(0)).isZero();
        assertThat(Histogram.indexOf(1)).isEqualTo((short) 1);
        assertThatThrownBy(() -> Histogram.of(-1)).hasMessageContaining("-1 s");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesBackExactlyWhatWasAdded(long seed) {
        Random random = new Random(seed);
        Histogram kept = Histogram.empty();
        Histogram sum = Histogram.empty();
        for (int i = 0; i < 200; i++) {
            Histogram one = Histogram.of(random.nextLong(1L << random.nextInt(1, 32)));
            sum = sum.plus(one);
            if (random.nextBoolean()) {
                sum = sum.plus(one.negated());
            } else {
                kept = kept.plus(one);
            }
        }
        assertThat(sum).isEqualTo(kept);
    }

    @Test
    void isMadeOfCountsInAscendingOrderAlone() {
        assertThat(Histogram.of(new short[] {0, 3}, new long[] {2, -1}).countsByIndex())
                .isEqualTo(new TreeMap<>(Map.of((short) 0, 2L, (short) 3, -1L)));
        assertThat(Histogram.of(new short[0], new long[0])).isEqualTo(Histogram.empty());
        assertThatThrownBy(() -> Histogram.of(new short[] {3, 3}, new long[] {2, 1}))
                .hasMessageContaining("index 3");
        assertThatThrownBy(() -> Histogram.of(new short[] {4, 3}, new long[] {2, 1}))
                .hasMessageContaining("index 3");
        assertThatThrownBy(() -> Histogram.of(new short[] {5}, new long[] {0})).hasMessageContaining("index 5");
        assertThatThrownBy(() -> Histogram.of(new short[] {5}, new long[0])).hasMessageContaining("1 indexes");
    }

    @Test
    void ranksAreReachedFromTheShortestOn() {
        Histogram histogram = Histogram.of(new short[] {0, 3, 7}, new long[] {2, 1, 4});
        assertThat(histogram.total()).isEqualTo(7);
        assertThat(histogram.indexOfRank(1)).isEqualTo((short) 0);
        assertThat(histogram.indexOfRank(2)).isEqualTo((short) 0);
        assertThat(histogram.indexOfRank(3)).isEqualTo((short) 3);
        assertThat(histogram.indexOfRank(4)).isEqualTo((short) 7);
        assertThat(histogram.indexOfRank(7)).isEqualTo((short) 7);
        assertThatThrownBy(() -> histogram.indexOfRank(8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No rank 8 among 7");
    }
}
