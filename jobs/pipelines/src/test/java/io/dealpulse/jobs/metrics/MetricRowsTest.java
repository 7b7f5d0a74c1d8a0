package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.jobs.options.Settings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricRowsTest {

    private static final MetricKey REWEIGHTED =
            new MetricKey("pipeline_flow", List.of("sales", "all", "", "lead", "EUR", "reweighted"));
    private static final LocalDate DAY = LocalDate.of(2024, 3, 1);

    private final MetricRows flows = new MetricRows(
            MetricOptions.from(Settings.defaults()).families().named("pipeline_flow"),
            new Valuation(new BaseCurrency("EUR", new ExchangeRates()), id -> null));

    @Test
    void anExactAmountKeepsTheBillionthsOfACent() {
        assertThat(flows.daily(REWEIGHTED, DAY, bucket(-3, 2_000_000_001L)).values())
                .containsExactly(0L, 0L, 5L, new BigDecimal("-0.00999999999"));
    }

    @Test
    void anExactAmountThatComesToNothingIsNothing() {
        assertThat(flows.daily(REWEIGHTED, DAY, bucket(-1, 1_000_000_000)).values())
                .containsExactly(0L, 0L, 5L, new BigDecimal("0E-11"));
        Measures nothing = bucket(-1, 1_000_000_000).plus(Measures.of(Histogram.empty(), 0, 0, -5, 0, 0));
        assertThat(flows.daily(REWEIGHTED, DAY, nothing).values()).isNull();
    }

    private static Measures bucket(long weightedOwnCents, long weightedOwnBillionths) {
        return Measures.of(Histogram.empty(), 0, 0, 5, weightedOwnCents, weightedOwnBillionths);
    }
}
