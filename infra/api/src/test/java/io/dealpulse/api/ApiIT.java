package io.dealpulse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dealpulse.core.metric.milestone.StayClass;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of the story of docs/metrics.md, as that page tells them, over HTTP. */
class ApiIT {

    @RegisterExtension
    static final ServedStory STORY = new ServedStory();

    @Test
    void statusTellsHowFreshTheFiguresAre() throws Exception {
        JsonNode status = STORY.read("/status");
        assertThat(status.get("as_of").asText()).isEqualTo("2026-03-18");
        assertThat(status.get("server_time").asText()).isEqualTo("2026-03-18T12:00:01.000Z");
        assertThat(status.at("/freshness").toString())
                .isEqualTo("{\"state\":\"live\",\"clock\":\"2026-03-18T11:00:00.250Z\","
                        + "\"written_at\":\"2026-03-18T12:00:00.000Z\",\"age_seconds\":1.0}");
        assertThat(status.at("/links/flink").asText()).isEqualTo("http://127.0.0.1:8082");
    }

    @Test
    void pipelinesComeWithTheirStages() throws Exception {
        JsonNode sales = STORY.read("/pipelines").at("/pipelines/1");
        assertThat(sales.get("pipeline_id").asText()).isEqualTo("sales");
        assertThat(sales.get("open_deals").asLong()).isEqualTo(3);
        assertThat(texts(sales.get("stages"), "stage_id"))
                .containsExactly("lead", "opportunity", "proposal", "customer", "lost");
    }

    @Test
    void dimensionsComeWithTheirValues() throws Exception {
        assertThat(STORY.read("/dimensions?pipeline=sales").get("dimensions").toString())
                .isEqualTo("[{\"dimension\":\"owner\",\"values\":2},{\"dimension\":\"segment\",\"values\":2}]");
        assertThat(STORY.read("/dimensions/owner/values?pipeline=sales")
                        .get("values")
                        .toString())
                .isEqualTo("[{\"value\":\"ann\",\"open_deals\":2,\"won\":1,\"lost\":0},"
                        + "{\"value\":\"bob\",\"open_deals\":1,\"won\":1,\"lost\":1}]");
        JsonNode found = STORY.read("/dimensions/owner/values?pipeline=sales&search=BO");
        assertThat(texts(found.get("values"), "value")).containsExactly("bob");
        assertThat(STORY.read("/dimensions/owner/values?pipeline=sales&limit=1")
                        .get("more")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aPipelineWithNothingOpenHasTheDimensionsOfItsClosings() throws Exception {
        JsonNode rate = STORY.read("/rolling?pipeline=settled&dimension=owner&value=ann&metric=win_rate&window=30");
        assertThat(rate.get("pipeline").asText()).isEqualTo("settled");
    }

    @Test
    void valuesThatClosedNothingForAYearAreLeftOut() throws Exception {
        assertThat(STORY.read("/dimensions/owner/values?pipeline=many")
                        .get("values")
                        .toString())
                .isEqualTo("[{\"value\":\"o0\",\"open_deals\":617,\"won\":2,\"lost\":0}]");
    }

    @Test
    void summaryHasTheMainFigures() throws Exception {
        JsonNode tiles = STORY.read("/summary?pipeline=sales").get("tiles");
        assertThat(tiles.at("/open_value/current").decimalValue()).isEqualByComparingTo("13700");
        assertThat(tiles.at("/weighted_value/current").decimalValue()).isEqualByComparingTo("4520");
        assertThat(tiles.at("/open_deals/current").asLong()).isEqualTo(3);
        assertThat(tiles.at("/win_rate/current").asDouble()).isEqualTo(2.0 / 3);
        assertThat(tiles.at("/win_rate/previous").isNull()).isTrue();
        assertThat(tiles.at("/win_rate/change").isNull()).isTrue();
        assertThat(tiles.at("/win_rate_value/current").asDouble()).isEqualTo(0.64);
        assertThat(tiles.at("/average_deal_size/current").decimalValue()).isEqualByComparingTo("8000");
        assertThat(tiles.at("/cycle_p50_days/current").asDouble()).isCloseTo(8, within(0.08));
        assertThat(tiles.at("/cycle_p90_days/current").asDouble()).isCloseTo(14, within(0.14));
        assertThat(tiles.at("/velocity/current").decimalValue()).isEqualByComparingTo("1454.55");
        assertThat(tiles.at("/won_amount/current").decimalValue()).isEqualByComparingTo("16000");
    }

    @Test
    void summaryComparesWithAsManyDaysBefore() throws Exception {
        JsonNode summary = STORY.read("/summary?pipeline=sales&from=2026-03-12&to=2026-03-18");
        assertThat(summary.get("previous").toString()).isEqualTo("{\"from\":\"2026-03-05\",\"to\":\"2026-03-11\"}");
        JsonNode tiles = summary.get("tiles");
        assertThat(tiles.at("/open_value/previous").decimalValue()).isEqualByComparingTo("14000");
        assertThat(tiles.at("/open_deals/change").asDouble()).isZero();
        assertThat(tiles.at("/win_rate/previous").asDouble()).isEqualTo(0.5);
        assertThat(tiles.at("/win_rate/change").asDouble()).isEqualTo(0.5);
        assertThat(tiles.at("/average_deal_size/change").asDouble()).isEqualTo(2);
    }

    @Test
    void funnelFollowsTheCohorts() throws Exception {
        JsonNode steps = STORY.read("/funnel?pipeline=sales").get("steps");
        assertThat(texts(steps, "stage_id")).containsExactly("lead", "opportunity", "proposal", "customer");
        JsonNode lead = steps.get(0);
        assertThat(lead.get("entered").asLong()).isEqualTo(6);
        assertThat(counts(lead.get("next"))).containsExactly(6L, 4L, 1L, 1L);
        assertThat(lead.at("/next/rate_decided").asDouble()).isEqualTo(0.8);
        assertThat(lead.at("/next/mean_days").asDouble()).isEqualTo(2.5);
        assertThat(lead.at("/next/p50_days").asDouble()).isCloseTo(3, within(0.03));
        assertThat(counts(lead.get("win"))).containsExactly(6L, 2L, 1L, 3L);
        assertThat(lead.at("/win/mean_days").asDouble()).isEqualTo(11);
        assertThat(steps.at("/2/next")).isEqualTo(steps.at("/2/win"));
        assertThat(steps.at("/3/entered").asLong()).isEqualTo(2);
        assertThat(steps.at("/3/next").isNull()).isTrue();
    }

    @Test
    void winRateIsSplitByADimension() throws Exception {
        JsonNode rows = STORY.read("/win-rate?pipeline=sales&by=owner").get("rows");
        assertThat(texts(rows, "value")).containsExactly("bob", "ann");
        assertThat(rows.at("/0/win_rate").asDouble()).isEqualTo(0.5);
        assertThat(rows.at("/0/won_amount").decimalValue()).isEqualByComparingTo("12000");
        assertThat(rows.at("/0/lost_amount").decimalValue()).isEqualByComparingTo("9000");
        assertThat(rows.at("/0/cycle_mean_days").asDouble()).isEqualTo(14);
        assertThat(texts(
                        STORY.read("/win-rate?pipeline=sales&by=owner&order=win_rate")
                                .get("rows"),
                        "value"))
                .containsExactly("ann", "bob");
        assertThat(STORY.read("/win-rate?pipeline=sales&by=owner&limit=1")
                        .get("more")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void closingsHaveEveryStep() throws Exception {
        JsonNode weeks =
                STORY.read("/closings?pipeline=sales&from=2026-02-27&step=week").get("points");
        assertThat(texts(weeks, "from")).containsExactly("2026-02-27", "2026-03-02", "2026-03-09", "2026-03-16");
        assertThat(texts(weeks, "to")).containsExactly("2026-03-01", "2026-03-08", "2026-03-15", "2026-03-18");
        assertThat(weeks.at("/1/win_rate").isNull()).isTrue();
        assertThat(weeks.at("/2/win_rate").asDouble()).isEqualTo(0.5);
        assertThat(weeks.at("/3/won_amount").decimalValue()).isEqualByComparingTo("12000");
        assertThat(STORY.read("/closings?pipeline=sales&from=2026-03-02")
                        .get("step")
                        .asText())
                .isEqualTo("day");
    }

    @Test
    void cyclesComeInBins() throws Exception {
        JsonNode cycle = STORY.read("/cycle?pipeline=sales");
        assertThat(cycle.get("deals").asLong()).isEqualTo(2);
        assertThat(cycle.get("mean_days").asDouble()).isEqualTo(11);
        assertThat(cycle.get("p75_days").asDouble()).isCloseTo(14, within(0.14));
        assertThat(StreamSupport.stream(cycle.get("bins").spliterator(), false)
                        .mapToLong(bin -> bin.get("deals").asLong())
                        .sum())
                .isEqualTo(2);
        assertThat(STORY.read("/cycle?pipeline=sales&outcome=lost")
                        .get("mean_days")
                        .asDouble())
                .isEqualTo(8);
        assertThat(STORY.read("/cycle?pipeline=sales&to=2026-03-01&from=2026-02-01")
                        .get("bins"))
                .isEmpty();
    }

    @Test
    void stageTimeTellsWhereDealsLinger() throws Exception {
        JsonNode stages = STORY.read("/stage-time?pipeline=sales").get("stages");
        assertThat(texts(stages, "stage_id")).containsExactly("lead", "opportunity", "proposal");
        assertThat(stages.at("/0/exits").asLong()).isEqualTo(4);
        assertThat(stages.at("/0/mean_days").asDouble()).isEqualTo(4.5);
        assertThat(stages.at("/0/p90_days").asDouble()).isCloseTo(8, within(0.08));
        assertThat(stages.at("/0/share").asDouble()).isEqualTo(18.0 / 45);
        assertThat(stages.at("/0/slow").asBoolean()).isFalse();
        assertThat(texts(stages.at("/1/movements"), "movement")).containsExactly("advanced", "lost", "regressed");
    }

    @Test
    void openValueIsTheSameByBothWays() throws Exception {
        JsonNode now = STORY.read("/pipeline-value?pipeline=sales");
        JsonNode history = STORY.read("/pipeline-history?pipeline=sales").get("points");
        JsonNode last = history.get(history.size() - 1);
        for (String figure : List.of("open_deals", "amount", "weighted")) {
            assertThat(last.get(figure).decimalValue())
                    .as(figure)
                    .isEqualByComparingTo(now.get(figure).decimalValue());
        }
        assertThat(now.get("weighted").decimalValue()).isEqualByComparingTo("4520");
        assertThat(history).hasSize(90);
    }

    @Test
    void openValueOfAPastDayIsTheSumOfTheFlows() throws Exception {
        JsonNode past = STORY.read("/pipeline-value?pipeline=sales&on=2026-03-09");
        assertThat(past.get("open_deals").asLong()).isEqualTo(5);
        assertThat(past.at("/stages/1/open_deals").asLong()).isEqualTo(2);
        assertThat(past.at("/stages/1/amount").decimalValue()).isEqualByComparingTo("5000");
        assertThat(past.at("/stages/2/amount").decimalValue()).isEqualByComparingTo("16000");
        JsonNode fifteenth = STORY.read("/pipeline-history?pipeline=sales&from=2026-03-15&to=2026-03-15")
                .at("/points/0");
        assertThat(fifteenth.get("amount").decimalValue()).isEqualByComparingTo("26000");
        assertThat(fifteenth.get("weighted").decimalValue())
                .as("12,000 × 0.5 + 4,500 × 0.3 + 9,000 ÷ 1.2 × 0.3 + 2,000 × 0.1")
                .isEqualByComparingTo("9800");
    }

    @Test
    void longHistoriesHaveAPointAWeek() throws Exception {
        JsonNode points =
                STORY.read("/pipeline-history?pipeline=sales&from=2024-03-18").get("points");
        assertThat(points.size()).isBetween(104, 106);
        assertThat(points.get(points.size() - 1).get("day").asText()).isEqualTo("2026-03-18");
        assertThat(points.get(0).get("day").asText()).isEqualTo("2024-03-24");
        for (int last = 1; last <= 3; last++) {
            JsonNode point = points.get(points.size() - last);
            String on = "pipeline=sales&on=" + point.get("day").asText();
            JsonNode value = STORY.read("/pipeline-value?" + on);
            for (String figure : List.of("open_deals", "amount", "weighted")) {
                assertThat(point.get(figure).decimalValue())
                        .as("%s, %s", figure, on)
                        .isEqualByComparingTo(value.get(figure).decimalValue());
            }
            JsonNode deals = STORY.read("/deals?figure=open&size=100&" + on);
            assertThat(List.of(deals.get("total").asLong(), (long)
                            deals.get("deals").size()))
                    .as("its deals, %s", on)
                    .containsOnly(value.get("open_deals").asLong());
        }
    }

    @Test
    void whatWasOpenBeforeTheFirstWeekOfAHistoryCountsInIt() throws Exception {
        JsonNode points = STORY.read("/pipeline-history?pipeline=many&from=2000-01-17&to=2001-02-10")
                .get("points");
        assertThat(points.get(0).get("day").asText()).isEqualTo("2000-01-23");
        for (JsonNode point : points) {
            String day = point.get("day").asText();
            assertThat(openOn(LocalDate.parse(day)))
                    .as(day)
                    .hasSize(Math.toIntExact(point.get("open_deals").asLong()));
        }
        assertThat(points.get(0).get("open_deals").asLong()).isPositive();
    }

    @Test
    void waterfallTellsWhyOpenValueChanged() throws Exception {
        JsonNode waterfall = STORY.read("/waterfall?pipeline=sales&from=2026-03-09&to=2026-03-15");
        assertThat(waterfall.at("/open_before/deals").asLong()).isEqualTo(4);
        assertThat(waterfall.at("/open_before/amount").decimalValue()).isEqualByComparingTo("28000");
        assertThat(waterfall.at("/open_after/amount").decimalValue()).isEqualByComparingTo("26000");
        assertThat(StreamSupport.stream(waterfall.get("steps").spliterator(), false)
                        .map(step -> step.get("cause").asText() + " "
                                + step.get("deals").asLong() + " "
                                + step.get("amount").decimalValue().longValueExact()))
                .containsExactly(
                        "created 3 3000",
                        "reopened 1 4500",
                        "increased 0 2000",
                        "redenominated 0 7500",
                        "won -1 -4000",
                        "lost -2 -14000",
                        "deleted -1 -1000");
    }

    @Test
    void waterfallTellsWhatChangedRatesDid() throws Exception {
        JsonNode steps = STORY.read("/waterfall?pipeline=sales&from=2026-03-15").get("steps");
        assertThat(texts(steps, "cause")).containsExactly("won", "exchange_rates");
        assertThat(steps.at("/1/amount").decimalValue()).isEqualByComparingTo("-300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01", "2026-03-05", "2026-03-10", "2026-03-12", "2026-03-16", "2026-03-18"})
    void waterfallReconciles(String from) throws Exception {
        JsonNode waterfall = STORY.read("/waterfall?pipeline=sales&from=" + from);
        for (String measure : List.of("deals", "amount")) {
            assertThat(StreamSupport.stream(waterfall.get("steps").spliterator(), false)
                            .map(step -> step.get(measure).decimalValue())
                            .reduce(waterfall.at("/open_before/" + measure).decimalValue(), BigDecimal::add))
                    .isEqualByComparingTo(waterfall.at("/open_after/" + measure).decimalValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "win_rate, 30, 0.6667, 3",
        "win_rate, 7, 1, 1",
        "win_rate_value, 30, 0.64, 3",
        "average_deal_size, 30, 8000, 2",
        "cycle_mean_days, 30, 11, 2",
        "cycle_mean_days, 7, 14, 1",
        "cycle_p50_days, 30, 8, 2",
        "cycle_p50_days, 7, 14, 1",
        "conversion, 30, 0.3333, 6"
    })
    void rollingFiguresAreThoseOfTheWindows(String metric, int window, double value, long deals) throws Exception {
        JsonNode points = STORY.read("/rolling?pipeline=sales&metric=%s&window=%d".formatted(metric, window))
                .get("points");
        JsonNode last = points.get(points.size() - 1);
        assertThat(last.get("value").asDouble()).isCloseTo(value, within(value * 0.01));
        assertThat(last.get("deals").asLong()).isEqualTo(deals);
        assertThat(points.get(0).get("value").isNull()).isTrue();
    }

    @Test
    void rollingConversionIsOfAnyPair() throws Exception {
        JsonNode points = STORY.read("/rolling?pipeline=sales&metric=conversion&from_stage=lead&to_stage=opportunity")
                .get("points");
        assertThat(points.get(points.size() - 1).get("value").asDouble()).isEqualTo(4.0 / 6);
    }

    @Test
    void alertsAreSortedAndCounted() throws Exception {
        JsonNode alerts = STORY.read("/alerts?pipeline=sales");
        assertThat(texts(alerts.get("alerts"), "deal_id")).containsExactly("E", "D", "D", "F");
        assertThat(alerts.at("/alerts/0/amount_base").decimalValue()).isEqualByComparingTo("7200");
        assertThat(alerts.at("/alerts/0/account_id").asText()).isEqualTo("account of E");
        assertThat(alerts.get("counts").toString())
                .isEqualTo("{\"idle\":3,\"stage_overdue\":0,\"close_date_passed\":0,\"pushed\":1}");
        assertThat(texts(STORY.read("/alerts?pipeline=sales&order=age").get("alerts"), "deal_id"))
                .containsExactly("D", "E", "F", "D");
        JsonNode smb = STORY.read("/alerts?pipeline=sales&dimension=segment&value=smb&kind=idle");
        assertThat(texts(smb.get("alerts"), "deal_id")).containsExactly("D", "F");
        assertThat(smb.get("total").asLong()).isEqualTo(2);
        assertThat(smb.at("/counts/pushed").asLong())
                .as("the others are counted too")
                .isEqualTo(1);
        assertThat(texts(
                        STORY.read("/alerts?pipeline=sales&dimension=owner&value=ann&page=3&size=1")
                                .get("alerts"),
                        "deal_id"))
                .containsExactly("F");
        assertThat(texts(STORY.read("/alerts?pipeline=sales&state=resolved").get("alerts"), "resolution"))
                .containsExactly("lost");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "figure=open|E D F",
                "figure=open&stage=lead|E F",
                "figure=open&on=2026-03-09|A C E D B",
                "figure=open&on=2026-03-09&stage=proposal|A B",
                "figure=closed|A C B",
                "figure=closed&outcome=won|A B",
                "figure=closed&min_cycle_days=8.5|A",
                "figure=closed&max_cycle_days=8.5|C B",
                "figure=closed&from=2026-03-11&to=2026-03-15|C",
                "figure=cohort&stage=lead|A C E D B F",
                "figure=cohort&stage=lead&result=converted|A B",
                "figure=cohort&stage=lead&result=lost|C",
                "figure=cohort&stage=lead&result=open|E D F",
                "figure=cohort&stage=lead&to_stage=opportunity&result=converted|A E D B",
                "figure=cohort&stage=lead&to_stage=opportunity&result=open|F",
                "figure=cohort&stage=lead&to_stage=opportunity&result=lost|C",
                "figure=cohort&stage=opportunity&from=2026-03-06|E D B",
                "figure=cohort&stage=proposal|A B",
                "figure=exits&stage=lead|A C D B",
                "figure=exits&stage=lead&movement=lost|C",
                "figure=exits&stage=lead&movement=advanced|A D B",
                // G was deleted later; E came without an amount.
                "figure=flow&cause=created&from=2026-03-04|F G E",
                "figure=flow&cause=won|A B",
                "figure=flow&cause=lost|C D",
                "figure=flow&cause=regressed|E",
                // A went on twice.
                "figure=flow&cause=advanced|A A D B",
                "figure=flow&cause=reopened|D",
                "figure=flow&cause=moved|none",
                "figure=flow&cause=increased|A",
                "figure=flow&cause=redenominated|E",
                "figure=flow&cause=reweighted|D",
                "figure=flow&cause=deleted|G",
                // Over all deals nobody is reassigned.
                "figure=flow&cause=reassigned|none",
                "figure=flow&cause=reassigned&dimension=owner&value=ann|A",
                "figure=flow&cause=reassigned&dimension=owner&value=bob&to=2026-03-08|none",
                // Ann's when they advanced; A became Bob's later.
                "figure=flow&cause=advanced&to=2026-03-06&dimension=owner&value=ann|A D B",
                "figure=flow&cause=advanced&to=2026-03-06&dimension=owner&value=bob|none",
                "figure=alerts|E D F",
                "figure=alerts&kind=pushed|D",
                "figure=alerts&dimension=segment&value=smb|D F",
                "figure=alerts&dimension=owner&value=ann|D F",
                "figure=alerts&order=created_at&direction=asc|D E F",
                "figure=open&dimension=owner&value=ann|D F",
                // Ann's when they got there; A became Bob's later.
                "figure=cohort&stage=opportunity&dimension=owner&value=ann|A D B",
                "figure=cohort&stage=proposal&dimension=owner&value=ann|B",
                "figure=exits&stage=opportunity&dimension=owner&value=ann|A D",
                "figure=closed&dimension=owner&value=ann|B",
                "figure=flow&cause=won&order=closed_at|A B",
                "figure=closed&dimension=segment&value=smb|C B",
                "figure=open&order=created_at&direction=asc|D E F",
                "figure=closed&order=deal_id|C B A"
            })
    void everyFigureHasItsDeals(String query, @Nullable String dealIds) throws Exception {
        JsonNode deals =
                STORY.read("/deals?pipeline=sales&" + query + (query.contains("order=") ? "" : "&order=amount"));
        List<String> expected = dealIds == null ? List.of() : List.of(dealIds.split(" ", -1));
        assertThat(texts(deals.get("deals"), "deal_id")).containsExactlyElementsOf(expected);
        assertThat(deals.get("total").asLong()).isEqualTo(expected.size());
        assertThat(STORY.read("/deals?pipeline=sales&" + query.replaceAll("&(order|direction)=[a-z_]+", "")
                                + "&order=at&size=1")
                        .get("total")
                        .asLong())
                .as("by time, as the figure counts them")
                .isEqualTo(expected.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "figure=exits&stage=lead|2026-03-05T09:00:00.000Z|3.0|none",
                "figure=cohort&stage=proposal|2026-03-09T09:00:00.000Z|none|none",
                "figure=closed|2026-03-16T09:00:00.000Z|none|none",
                "figure=open&on=2026-03-10|2026-03-09T09:00:00.000Z|none|none",
                "figure=flow&cause=won|2026-03-16T09:00:00.000Z|none|-12000.0",
                "figure=flow&cause=advanced|2026-03-05T09:00:00.000Z|none|0.0",
                "figure=flow&cause=redenominated|2026-03-12T08:00:00.000Z|none|7200.0",
                "figure=alerts|none|none|none"
            })
    void listsTellWhyADealIsThere(
            String query, @Nullable String at, @Nullable Double daysInStage, @Nullable Double change) throws Exception {
        JsonNode first =
                STORY.read("/deals?pipeline=sales&order=amount&" + query).at("/deals/0");
        assertThat(first.get("at").textValue()).isEqualTo(at);
        assertThat(
                        first.get("days_in_stage").isNull()
                                ? null
                                : first.get("days_in_stage").doubleValue())
                .isEqualTo(daysInStage);
        assertThat(first.get("change").isNull() ? null : first.get("change").doubleValue())
                .isEqualTo(change);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "figure=closed|A C B",
                "figure=closed&direction=asc|B C A",
                "figure=closed&min_cycle_days=1|A C B",
                "figure=cohort&stage=lead|F E D C B A",
                "figure=cohort&stage=lead&size=2&page=2|D C",
                "figure=cohort&stage=lead&size=2&page=4|none",
                "figure=cohort&stage=lead&size=1&page=5|B",
                "figure=cohort&stage=lead&size=1&page=5&direction=asc|E",
                "figure=cohort&stage=lead&result=converted|B A",
                "figure=exits&stage=lead|C D B A"
            })
    void whatHappenedLastComesFirst(String query, @Nullable String dealIds) throws Exception {
        assertThat(texts(STORY.read("/deals?pipeline=sales&" + query).get("deals"), "deal_id"))
                .containsExactlyElementsOf(dealIds == null ? List.of() : List.of(dealIds.split(" ", -1)));
    }

    @Test
    void whoWasOpenOnAPastDayIsFoundHoweverLongItStayed() throws Exception {
        LocalDate entered = LocalDate.of(2000, 1, 15);
        List<Integer> lengths = StayClass.ALL.stream()
                .filter(stay -> !stay.equals(StayClass.UNBOUNDED))
                .map(StayClass::belowDays)
                .toList();
        assertThat(openOn(entered.minusDays(1))).isEmpty();
        assertThat(openOn(entered)).containsExactlyInAnyOrderElementsOf(staysOf(lengths));
        for (int i = 0; i < lengths.size(); i++) {
            LocalDate left = entered.plusDays(lengths.get(i));
            assertThat(openOn(left.minusDays(1)))
                    .containsExactlyInAnyOrderElementsOf(staysOf(lengths.subList(i, lengths.size())));
            assertThat(openOn(left))
                    .containsExactlyInAnyOrderElementsOf(staysOf(lengths.subList(i + 1, lengths.size())));
        }
    }

    private static List<String> openOn(LocalDate on) throws Exception {
        return texts(
                STORY.read("/deals?pipeline=many&figure=open&size=100&on=" + on).get("deals"), "deal_id");
    }

    /** The deals whose stays took so many days, or a second less. */
    private static List<String> staysOf(List<Integer> days) {
        return days.stream()
                .map(each -> Duration.ofDays(each).toSeconds())
                .flatMap(seconds -> Stream.of(seconds, seconds - 1))
                .map(seconds -> "stay-" + seconds)
                .toList();
    }

    @Test
    void resolvedAlertsAreFoundByTheValueOfTheirDeal() throws Exception {
        assertThat(texts(
                        STORY.read("/alerts?pipeline=sales&state=resolved&dimension=segment&value=smb")
                                .get("alerts"),
                        "deal_id"))
                .containsExactly("C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at", "amount", "created_at", "closed_at", "stage_entered_at", "deal_id"})
    void pagesHoldEveryDealOnce(String order) throws Exception {
        List<String> seen = new ArrayList<>();
        for (String figure : List.of("open", "closed")) {
            int pages = 1;
            for (int page = 1; page <= pages; page++) {
                JsonNode deals = STORY.read(
                        "/deals?pipeline=many&figure=%s&order=%s&size=100&page=%d".formatted(figure, order, page));
                pages = deals.get("pages").asInt();
                seen.addAll(texts(deals.get("deals"), "deal_id"));
            }
        }
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1234).mapToObj(n -> "m" + n).toList());
        for (String figure : List.of("open", "closed")) {
            assertThat(STORY.read("/deals?pipeline=many&figure=%s&page=99".formatted(figure))
                            .get("total")
                            .asLong())
                    .as("%s, after the last page", figure)
                    .isEqualTo(617);
        }
    }

    @Test
    void aDealComesWithItsVisitsAndAlerts() throws Exception {
        JsonNode deal = STORY.read("/deals/A");
        assertThat(deal.at("/deal/cycle_days").asDouble()).isEqualTo(14);
        assertThat(deal.at("/deal/attributes/segment").asText()).isEqualTo("enterprise");
        assertThat(texts(deal.get("visits"), "stage")).containsExactly("Lead", "Opportunity", "Proposal", "Customer");
        assertThat(deal.at("/visits/0/days").asDouble()).isEqualTo(3);
        assertThat(deal.at("/visits/3/exited_at").isNull()).isTrue();
        assertThat(texts(STORY.read("/deals/F").get("alerts"), "kind")).containsExactly("idle");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|/summary|pipeline",
                "400|/summary?pipeline=sales&colour=red|colour",
                "400|/summary?pipeline=sales&pipeline=sales|pipeline",
                "400|/summary?pipeline=sales&from=|from",
                "400|/summary?pipeline=sales&from=2026-02-30|from",
                "400|/summary?pipeline=sales&from=2026-03-19|from",
                "400|/summary?pipeline=sales&from=1969-12-31|from",
                "400|/summary?pipeline=sales&from=2020-01-01|from",
                "400|/summary?pipeline=sales&dimension=owner|value",
                "400|/summary?pipeline=sales&value=ann|value",
                "400|/win-rate?pipeline=sales&by=owner&dimension=owner&value=ann|dimension",
                "400|/win-rate?pipeline=sales&by=owner&limit=501|limit",
                "400|/rolling?pipeline=sales&window=8|window",
                "400|/rolling?pipeline=sales&metric=conversion&from_stage=lead&to_stage=proposal|to_stage",
                "400|/deals?pipeline=sales|figure",
                "400|/deals?pipeline=sales&figure=open&cause=won|cause",
                "400|/deals?pipeline=sales&figure=flow&cause=grown|cause",
                "400|/deals?pipeline=sales&figure=exits&stage=lost|stage",
                "400|/deals?pipeline=sales&figure=cohort&stage=opportunity&to_stage=lead|to_stage",
                "404|/summary?pipeline=no|pipeline",
                "404|/summary?pipeline=sales&dimension=colour&value=red|dimension",
                "404|/win-rate?pipeline=sales&by=all|by",
                "404|/deals?pipeline=sales&figure=exits&stage=no|stage",
                "404|/deals/no|deal_id",
                "404|/no|"
            })
    void whatIsWrongIsNamed(int status, String pathAndQuery, @Nullable String parameter) throws Exception {
        HttpResponse<String> response = STORY.get(Endpoints.BASE + pathAndQuery);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = ServedStory.JSON.readTree(response.body());
        OpenApi.requireValidAgainst("Problem", problem, pathAndQuery);
        assertThat(problem.path("parameter").asText(null)).isEqualTo(parameter);
    }

    @Test
    void aRangeAfterTodayIsCut() throws Exception {
        JsonNode summary = STORY.read("/summary?pipeline=sales&from=2026-03-12&to=2026-12-31");
        assertThat(summary.get("to").asText()).isEqualTo("2026-03-18");
    }

    @Test
    void aKnownAnswerIsNotSentAgain() throws Exception {
        HttpResponse<String> first = STORY.get("/api/v1/funnel?pipeline=sales");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).matches("\"[^\"]+\"");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        HttpResponse<String> second = STORY.get("/api/v1/funnel?pipeline=sales", "If-None-Match", etag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(STORY.get("/api/v1/funnel?pipeline=sales", "If-None-Match", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void askingForTheHeadersGivesThem() throws Exception {
        HttpResponse<String> head = method("HEAD", "/api/v1/funnel?pipeline=sales");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("ETag")).isPresent();
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void onlyReadingIsPossible(String method) throws Exception {
        for (String path : List.of("/api/v1/summary", "/", "/metrics")) {
            HttpResponse<String> response = method(method, path);
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test
    void manyWhoAskAtATimeCauseOneQuery() throws Exception {
        RecordedQueries asked = new RecordedQueries();
        try (ApiServer server = STORY.serve("", Duration.ofHours(1), asked::watch)) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/closings?pipeline=sales");
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 200)
                    .mapToObj(n -> STORY.client()
                            .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
        }
        assertThat(asked.all().stream().filter(sql -> sql.contains("v_closing_daily")))
                .hasSize(1);
        assertThat(asked.all()).doesNotHaveDuplicates();
    }

    @Test
    void withATokenTheFiguresNeedIt() throws Exception {
        try (ApiServer server = STORY.serve("s3cret", Duration.ZERO, source -> source)) {
            HttpResponse<String> without = STORY.get(server, "/api/v1/status");
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(STORY.get(server, "/api/v1/status", "Authorization", "Bearer s3cre")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(STORY.get(server, "/metrics").statusCode()).isEqualTo(401);
            assertThat(STORY.get(server, "/metrics/").statusCode()).isEqualTo(404);
            assertThat(STORY.get(server, "/api/v1/status", "Authorization", "Bearer s3cret")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(STORY.get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(STORY.get(server, "/openapi.yaml").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void everyRouteIsInTheOpenApiDocument() {
        ApiServer server = STORY.server();
        assertThat(OpenApi.paths()).containsExactlyInAnyOrderElementsOf(server.paths());
        assertThat(server.figures())
                .isNotEmpty()
                .allSatisfy(figure -> assertThat(OpenApi.queryParameters(Endpoints.BASE + figure.path()))
                        .as(figure.path())
                        .containsExactlyInAnyOrderElementsOf(figure.parameters()));
    }

    @Test
    void everyRequestOfThePageForUsersIsAnswered() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("dealpulse.home"), "docs", "api.md"));
        List<String> requests = Pattern.compile("`curl \"\\$API([^\"]+)\"`")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(requests).hasSizeGreaterThan(15);
        for (String request : requests) {
            STORY.read(request);
        }
    }

    @Test
    void metricsTellOfRequestsQueriesAndTheCache() throws Exception {
        STORY.read("/status");
        String metrics = STORY.get("/metrics").body();
        assertThat(metrics)
                .contains("dealpulse_http_requests_seconds_count{route=\"/api/v1/status\",status=\"200\"}")
                .contains("dealpulse_clickhouse_queries_seconds_count{outcome=\"answered\",query=\"progress\"}")
                .contains("cache_gets_total{cache=\"answers\",result=\"hit\"}")
                .contains("hikaricp_connections_active")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void browsersAreToldToBeCareful() throws Exception {
        for (String path : List.of("/api/v1/status", "/health/live", "/no", "/api/v1/deals/%ff")) {
            HttpResponse<String> response = STORY.get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    private static HttpResponse<String> method(String method, String path) throws IOException, InterruptedException {
        return STORY.client()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + STORY.port() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(field).asText())
                .toList();
    }

    private static List<Long> counts(JsonNode conversion) {
        return List.of("entered", "converted", "lost", "open").stream()
                .map(field -> conversion.get(field).asLong())
                .toList();
    }
}
