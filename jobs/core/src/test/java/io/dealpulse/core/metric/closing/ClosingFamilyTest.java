package io.dealpulse.core.metric.closing;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.FamilyRows;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingFamilyTest {

    private static final String CREATED = "2024-03-01T10:00:00Z";
    private static final String CLOSED = "2024-03-11T23:30:00Z";
    private static final long CYCLE = 10 * 86400 + 13 * 3600 + 30 * 60;

    private final FamilyRows closing = FamilyRows.of("closing", "owner", "segment");

    @Test
    void countsAWonDealOnItsClosingDayInTheReportingZoneForAllAndEachDimension() {
        DealEventBuilder created =
                event("a").at(CREATED).stage("sales", "lead").owner("ann").amount(100_00, "USD");
        DealEventBuilder won = event("b").at(CLOSED).stage("sales", "won").owner("bob");
        DealEventBuilder later =
                event("c").at("2024-04-01T00:00:00Z").owner("eve").amount(120_00, "USD");
        Measures measures = Measures.of(Histogram.of(CYCLE), 1, 120_00, 1, CYCLE, 1);
        LocalDate day = LocalDate.of(2024, 3, 12);
        DealLog log = Deals.log(created, won, later).with(call("x", CLOSED)).with(call("y", "2024-03-12T00:00:00Z"));
        assertThat(contributions(log))
                .containsExactlyInAnyOrder(
                        new Contribution(key("all", "", "won", "USD"), day, measures),
                        new Contribution(key("owner", "bob", "won", "USD"), day, measures),
                        new Contribution(key("segment", "", "won", "USD"), day, measures));
    }

    @Test
    void aLossIsTakenBackWhenTheDealReopens() {
        DealEventBuilder created = event("a").at(CREATED).stage("sales", "lead");
        DealEventBuilder lost = event("b").at(CLOSED).stage("sales", "lost");
        DealEventBuilder reopened = event("c").at("2024-04-01T00:00:00Z").stage("sales", "offer");
        assertThat(contributions(Deals.log(created, lost))).hasSize(3);
        assertThat(contributions(Deals.log(created, lost, reopened))).isEmpty();
    }

    @Test
    void aDeletedDealCountsNowhere() {
        assertThat(contributions(Deals.log(
                        event("a").at(CREATED).stage("sales", "won"),
                        event("b").at(CLOSED).deleted(true))))
                .isEmpty();
    }

    @Test
    void convertsAtTheClosingDaysRateAndNeverOneToOneForWantOfOne() {
        ExchangeRates rates = new ExchangeRates();
        rates.set(new FxRate("USD", "EUR", LocalDate.of(2024, 3, 1), new BigDecimal("0.5")));
        rates.set(new FxRate("USD", "EUR", LocalDate.of(2024, 3, 13), new BigDecimal("0.9")));
        Valuation euro = new Valuation(new BaseCurrency("EUR", rates), Deals.PIPELINES);
        Measures bucket = Measures.of(Histogram.empty(), 2, 301, 2, 0, 0);
        LocalDate day = LocalDate.of(2024, 3, 12);
        MetricFamily family = closing.family();
        assertThat(family.figures(key("all", "", "won", "USD"), day, bucket, euro))
                .isEqualTo(Measures.of(Histogram.empty(), 2, 301, 151, 0, 0, 0));
        assertThat(family.figures(key("all", "", "won", "GBP"), day, bucket, euro))
                .isEqualTo(Measures.of(Histogram.empty(), 2, 301, 0, 2, 0, 0));
        assertThat(family.figures(key("all", "", "won", "EUR"), day, bucket, euro))
                .isEqualTo(Measures.of(Histogram.empty(), 2, 301, 301, 0, 0, 0));
    }

    @Test
    void ofDealsWithoutCurrencyOnlyThoseWithAnAmountAreUnconverted() {
        Valuation euro = new Valuation(new BaseCurrency("EUR", new ExchangeRates()), Deals.PIPELINES);
        Measures bucket = Measures.of(Histogram.empty(), 3, 500, 1, 0, 0);
        assertThat(closing.family().figures(key("all", "", "won", ""), LocalDate.of(2024, 3, 12), bucket, euro))
                .isEqualTo(Measures.of(Histogram.empty(), 3, 500, 0, 1, 0, 0));
    }

    private List<Contribution> contributions(DealLog log) {
        return closing.contributions(log, Deals.PIPELINES);
    }

    private static MetricKey key(String dimension, String value, String outcome, String currency) {
        return new MetricKey("closing", List.of("sales", dimension, value, outcome, currency));
    }

    private static Activity call(String id, String at) {
        return new Activity(
                id, "deal", null, "ann", Activity.Type.CALL, Activity.State.DONE, Instant.parse(at), null, 0);
    }
}
