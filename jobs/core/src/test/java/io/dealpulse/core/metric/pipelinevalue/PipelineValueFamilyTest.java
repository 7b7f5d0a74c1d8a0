package io.dealpulse.core.metric.pipelinevalue;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.FamilyRows;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures: open deals, amount, weighted amount, both in the base currency, unconverted deals. */
class PipelineValueFamilyTest {

    private static final String DAY_1 = "2024-03-01T23:30:00Z";
    private static final String DAY_2 = "2024-03-02T23:30:00Z";
    private static final String DAY_3 = "2024-03-03T23:30:00Z";
    private static final LocalDate AS_OF = LocalDate.of(2024, 3, 10);

    private final FamilyRows value = FamilyRows.of("pipeline_value");
    private final ExchangeRates rates = new ExchangeRates();
    private final Valuation valuation = new Valuation(new BaseCurrency("EUR", rates), Deals.PIPELINES);

    @Test
    void weighsByTheProbabilityOfTheStage() {
        assertThat(standing("lead", "EUR", deal("lead", 1000, "EUR"), deal("lead", 500, "EUR")))
                .isEqualTo(figures(2, 1500, 150, 1500, 150, 0));
        assertThat(standing("offer", "EUR", deal("offer", 1000, "EUR"))).isEqualTo(figures(1, 1000, 500, 1000, 500, 0));
    }

    @Test
    void weighsByTheDealsOwnProbabilityWhereGiven() {
        assertThat(standing(
                        "lead",
                        "EUR",
                        deal("lead", 1000, "EUR"),
                        deal("lead", 1000, "EUR").probability(0.75),
                        deal("lead", 1000, "EUR").probability(0)))
                .isEqualTo(figures(3, 3000, 850, 3000, 850, 0));
    }

    @Test
    void ownProbabilitiesAddUpExactlyAlsoOfNegativeAmounts() {
        // Thirty tenths of a cent; in binary fractions they would not add up to 3.
        DealEventBuilder[] deals = new DealEventBuilder[30];
        Arrays.fill(deals, deal("lead", 1, "EUR").probability(0.1));
        assertThat(standing("lead", "EUR", deals)).isEqualTo(figures(30, 30, 3, 30, 3, 0));
        Arrays.fill(deals, deal("lead", -1, "EUR").probability(0.1));
        assertThat(standing("lead", "EUR", deals)).isEqualTo(figures(30, -30, -3, -30, -3, 0));
    }

    @Test
    void anOwnProbabilityIsTakenBackExactly() {
        DealEventBuilder created = event("a").at(DAY_1).stage("sales", "lead").amount(-9_999_999_999L, "EUR");
        Measures before = balance("lead", "EUR", value.contributions(created));
        Measures withdrawn = balance(
                "lead",
                "EUR",
                value.contributions(
                        created,
                        event("b").at(DAY_2).probability(0.123456789),
                        event("c").at(DAY_3).cleared("probability")));
        assertThat(withdrawn).isEqualTo(before);
    }

    @Test
    void aChangedProbabilityOfAStageChangesTheFiguresOfTheSameBucket() {
        Measures bucket = balance(
                "lead",
                "EUR",
                contributions(
                        deal("lead", 1000, "EUR"), deal("lead", 1000, "EUR").probability(0.75)));
        PipelineLookup bolder = id -> new PipelineDefinition(
                "sales", "Sales", List.of(new Stage("lead", "Lead", StageKind.OPEN, 0.2, null, null)));
        assertThat(value.family().figures(key("lead", "EUR"), AS_OF, bucket, valuation))
                .isEqualTo(figures(2, 2000, 850, 2000, 850, 0));
        assertThat(value.family()
                        .figures(key("lead", "EUR"), AS_OF, bucket, new Valuation(valuation.baseCurrency(), bolder)))
                .isEqualTo(figures(2, 2000, 950, 2000, 950, 0));
        assertThat(value.family().pipelineOf(key("lead", "EUR"))).isEqualTo("sales");
    }

    @Test
    void convertsAtTheLatestRateOnOrBeforeTheDayAskedFor() {
        rates.set(new FxRate("USD", "EUR", AS_OF.minusDays(5), new BigDecimal("0.5")));
        rates.set(new FxRate("USD", "EUR", AS_OF, new BigDecimal("0.8")));
        rates.set(new FxRate("USD", "EUR", AS_OF.plusDays(1), new BigDecimal("0.9")));
        assertThat(standing("lead", "USD", deal("lead", 1000, "USD"))).isEqualTo(figures(1, 1000, 100, 800, 80, 0));
        assertThat(value.family().currencyOf(key("lead", "USD"))).isEqualTo("USD");
    }

    @Test
    void roundsOnceHalfUp() {
        rates.set(new FxRate("USD", "EUR", AS_OF, new BigDecimal("1.5")));
        // 15 × 0.1 = 1.5, up to 2; but 1.5 × 1.5 = 2.25, down to 2, where 2 × 1.5 would make 3.
        assertThat(standing("lead", "USD", deal("lead", 5, "USD"), deal("lead", 10, "USD")))
                .isEqualTo(figures(2, 15, 2, 23, 2, 0));
    }

    @Test
    void withoutARateADealWithAnAmountIsUnconvertedNeverOneToOne() {
        assertThat(standing("lead", "USD", deal("lead", 1000, "USD"), deal("lead", 0, "USD")))
                .isEqualTo(figures(2, 1000, 100, 0, 0, 2));
    }

    @Test
    void ofDealsWithoutCurrencyOnlyThoseWithAnAmountAreUnconverted() {
        assertThat(standing(
                        "lead",
                        "",
                        event("no amount").at(DAY_1).stage("sales", "lead"),
                        deal("lead", 700, null),
                        deal("lead", 800, "EUR"),
                        event("no amount").at(DAY_1).stage("sales", "lead").probability(0.5)))
                .isEqualTo(figures(3, 700, 70, 0, 0, 1));
    }

    @Test
    void aDealStandsUnderItsPresentStageCurrencyAndDimensionValues() {
        List<Contribution> contributions = FamilyRows.of("pipeline_value", "owner")
                .contributions(
                        event("a").at(DAY_1).stage("sales", "lead").owner("ann").amount(1000, "EUR"),
                        event("b")
                                .at(DAY_2)
                                .stage("sales", "offer")
                                .owner("bob")
                                .amount(900, "USD"));
        assertThat(contributions.stream().map(FamilyRows::row))
                .containsExactlyInAnyOrder(
                        // Sums: deals, amount, with amount, amount at the stage's probability, own weighted.
                        "2024-03-02 | sales | all |  | lead | EUR | 1 | 1000 | 1 | 1000 | 0 | 0",
                        "2024-03-02 | sales | owner | ann | lead | EUR | 1 | 1000 | 1 | 1000 | 0 | 0",
                        "2024-03-03 | sales | all |  | lead | EUR | -1 | -1000 | -1 | -1000 | 0 | 0",
                        "2024-03-03 | sales | owner | ann | lead | EUR | -1 | -1000 | -1 | -1000 | 0 | 0",
                        "2024-03-03 | sales | all |  | offer | USD | 1 | 900 | 1 | 900 | 0 | 0",
                        "2024-03-03 | sales | owner | bob | offer | USD | 1 | 900 | 1 | 900 | 0 | 0");
    }

    @Test
    void aClosedOrDeletedDealHasLeftAndOneThatMovedStandsInTheOtherPipeline() {
        DealEventBuilder created = event("a").at(DAY_1).stage("sales", "lead").amount(1000, "EUR");
        Measures nothing = Measures.zero(6);
        assertThat(balance(
                        "lead",
                        "EUR",
                        value.contributions(created, event("b").at(DAY_2).stage("sales", "won"))))
                .isEqualTo(nothing);
        assertThat(balance(
                        "lead",
                        "EUR",
                        value.contributions(created, event("b").at(DAY_2).deleted(true))))
                .isEqualTo(nothing);
        assertThat(value.rows(created, event("b").at(DAY_2).stage("renewals", "first")))
                .contains("2024-03-03 | renewals | all |  | first | EUR | 1 | 1000 | 1 | 1000 | 0 | 0")
                .contains("2024-03-03 | sales | all |  | lead | EUR | -1 | -1000 | -1 | -1000 | 0 | 0");
    }

    /** What the table shows for all deals of a stage and a currency, each deal given by its only event. */
    private Measures standing(String stage, String currency, DealEventBuilder... deals) {
        return value.family()
                .figures(key(stage, currency), AS_OF, balance(stage, currency, contributions(deals)), valuation);
    }

    private List<Contribution> contributions(DealEventBuilder... deals) {
        List<Contribution> all = new ArrayList<>();
        for (DealEventBuilder deal : deals) {
            all.addAll(value.contributions(deal));
        }
        return all;
    }

    private static Measures balance(String stage, String currency, List<Contribution> contributions) {
        return contributions.stream()
                .filter(contribution -> contribution.key().equals(key(stage, currency)))
                .map(Contribution::measures)
                .reduce(Measures.zero(6), Measures::plus);
    }

    private static DealEventBuilder deal(String stage, long cents, @Nullable String currency) {
        return event("only").at(DAY_1).stage("sales", stage).amount(cents, currency);
    }

    private static MetricKey key(String stage, String currency) {
        return new MetricKey("pipeline_value", List.of("sales", "all", "", stage, currency));
    }

    private static Measures figures(
            long deals, long amount, long weighted, long amountBase, long weightedBase, long unconverted) {
        return Measures.of(Histogram.empty(), deals, amount, weighted, amountBase, weightedBase, unconverted);
    }
}
