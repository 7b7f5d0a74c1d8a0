package io.dealpulse.api.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.metric.Histogram;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinTest {

    @Test
    void nothingHasNoBins() {
        assertThat(Bin.split(Histogram.empty())).isEmpty();
    }

    @Test
    void aFewOutliersShareTheLastBin() {
        Histogram times = days(1).plus(days(800));
        for (int n = 0; n < 200; n++) {
            times = times.plus(days(1 + n % 20));
        }
        List<Bin> bins = Bin.split(times);
        assertThat(bins.get(bins.size() - 1).toDays()).isNull();
        assertThat(bins.get(bins.size() - 1).deals()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void binsAreOfOneWidthAndHoldEveryDeal(long seed) {
        Random random = new Random(seed);
        double scale = Math.pow(10, random.nextInt(8));
        Histogram times = Histogram.empty();
        int deals = 1 + random.nextInt(500);
        for (int n = 0; n < deals; n++) {
            times = times.plus(Histogram.of((long) (-Math.log(random.nextDouble()) * scale)));
        }
        List<Bin> bins = Bin.split(times);
        assertThat(bins.size()).isBetween(1, Bin.MOST);
        assertThat(bins.stream().mapToLong(Bin::deals).sum()).isEqualTo(deals);
        double width = bins.size() > 1 ? bins.get(1).fromDays() : 0;
        for (int n = 0; n < bins.size(); n++) {
            assertThat(bins.get(n).fromDays()).isEqualTo(n * width);
            if (n < bins.size() - 1) {
                assertThat(bins.get(n).toDays()).isEqualTo(bins.get(n + 1).fromDays());
            }
        }
    }

    @Test
    void quantilesAreNearestRank() {
        Histogram times = days(8).plus(days(14));
        assertThat(Quantiles.of(times, 0.5) / 86_400).isBetween(7.9, 8.1);
        assertThat(Quantiles.of(times, 0.9) / 86_400).isBetween(13.8, 14.2);
        assertThat(Quantiles.days(Histogram.empty(), 0.5)).isNull();
    }

    private static Histogram days(int days) {
        return Histogram.of(days * 86_400L);
    }
}
