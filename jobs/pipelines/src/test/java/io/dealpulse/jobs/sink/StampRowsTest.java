package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StampRowsTest {

    private static final long MOST_COUNTED = 0xFFFF_FFFFL;

    @Test
    void aVersionIsItsGenerationThenItsCounter() {
        assertThat(StampRows.version(3, 5)).isEqualTo(0x3_0000_0005L);
    }

    @Test
    void aCounterThatOutgrowsItsBitsNeverTakesTheVersionBack() {
        assertThat(StampRows.version(3, MOST_COUNTED + 1)).isGreaterThan(StampRows.version(3, MOST_COUNTED));
    }
}
