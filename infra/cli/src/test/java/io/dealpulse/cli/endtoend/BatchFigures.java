package io.dealpulse.cli.endtoend;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.ContributionSet;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.closing.ClosingFamily;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import io.dealpulse.core.money.FxRate;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.jobs.source.CanonicalEncoding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The figures that the tables must show under the default options, computed in one go from a set of sound events by the
 * core alone: no Flink, no Kafka, no ClickHouse. Cells are texts as ClickHouse writes them.
 */
final class BatchFigures {

    private static final List<Integer> WINDOWS = List.of(7, 30, 90);
    private static final String NULL = "\\N";

    private record Bucket(MetricKey key, LocalDate day) {}

    private final Map<String, DealLog> logs = new HashMap<>();
    private final Map<String, PipelineDefinition> pipelines = new HashMap<>();
    private final ExchangeRates rates = new ExchangeRates();
    private final ClosingFamily closing = new ClosingFamily(
            new Dimensions(List.of("owner", "segment", "source", "territory", "product")),
            new ReportingCalendar(ZoneOffset.UTC));
    private Instant newest = Instant.MIN;

    /** Takes one more event. */
    void add(SpecificRecord event) {
        if (event instanceof DealChanged deal) {
            log(deal.getDealId(), logOf(deal.getDealId()).with(read(deal), new CanonicalEncoding()));
            see(deal.getOccurredAt());
        } else if (event instanceof ActivityLogged activity) {
            String dealId = activity.getDealId();
            if (dealId != null) {
                log(dealId, logOf(dealId).with(read(activity)));
            }
            if (activity.getState() == ActivityState.DONE) {
                see(activity.getOccurredAt());
            }
        } else if (event instanceof PipelineDefined pipeline) {
            pipelines.put(pipeline.getPipelineId(), read(pipeline));
        } else if (event instanceof FxRateSet rate) {
            rates.set(new FxRate(rate.getBase(), rate.getQuote(), rate.getDate(), rate.getRate()));
        } else {
            throw new IllegalArgumentException("Not an event of a CRM: " + event.getSchema());
        }
    }

    /** How many deals there are. */
    int deals() {
        return logs.size();
    }

    /** Makes sure that the tables of deals, visits and closings show these figures, and no others. */
    void assertShownBy(Deployment deployment) {
        assertThat(sorted(deployment.rows("""
                SELECT deal_id, pipeline_id, stage_id, status, owner_id, account_id, toInt64(amount * 100), currency,
                    toUnixTimestamp64Milli(created_at), toUnixTimestamp64Milli(closed_at),
                    toUnixTimestamp64Milli(last_activity_at), activities
                FROM v_deals
                """))).isEqualTo(sorted(dealRows()));
        assertThat(sorted(deployment.rows("""
                SELECT deal_id, visit_no, stage_id, toUnixTimestamp64Milli(entered_at), seconds, movement, next_stage_id
                FROM v_stage_visits
                """))).isEqualTo(sorted(visitRows()));
        assertThat(sorted(deployment.rows("""
                SELECT pipeline_id, dimension, dimension_value, outcome, currency, day,
                    deals, toInt64(amount * 100), toInt64(amount_base * 100), unconverted, seconds, activities,
                    mapSort(histogram)
                FROM v_closing_daily
                """))).isEqualTo(sorted(closingRows()));
    }

    /** Makes sure that the rolling windows end with the newest event and show these figures, and no others. */
    void assertWindowsShownBy(Deployment deployment) {
        assertThat(sorted(deployment.rows("""
                SELECT pipeline_id, dimension, dimension_value, outcome, currency, window_days, as_of,
                    deals, toInt64(amount * 100), toInt64(amount_base * 100), unconverted, seconds, activities,
                    mapSort(histogram)
                FROM v_rolling_closing
                """))).isEqualTo(sorted(windowRows()));
    }

    private List<List<String>> dealRows() {
        return histories()
                .map(history -> cells(
                        history.dealId(),
                        history.pipelineId(),
                        history.currentVisit().stage().stageId(),
                        history.status().word(),
                        requireNonNullElse(history.current().ownerId(), ""),
                        requireNonNullElse(history.current().accountId(), ""),
                        history.current().amountCents(),
                        history.current().countingCurrency(),
                        history.createdAt().toEpochMilli(),
                        history.closedAt().map(Instant::toEpochMilli).orElse(null),
                        history.activities()
                                .lastDoneAt()
                                .map(Instant::toEpochMilli)
                                .orElse(null),
                        history.activities().done()))
                .toList();
    }

    private List<List<String>> visitRows() {
        return histories()
                .flatMap(history -> history.visits().stream().map(visit -> visitRow(history.dealId(), visit)))
                .toList();
    }

    private static List<String> visitRow(String dealId, StageVisit visit) {
        return cells(
                dealId,
                visit.number(),
                visit.stage().stageId(),
                visit.enteredAt().toEpochMilli(),
                visit.seconds().isPresent() ? visit.seconds().getAsLong() : null,
                visit.movement().word(),
                requireNonNullElse(visit.nextStageId(), ""));
    }

    private List<List<String>> closingRows() {
        List<List<String>> rows = new ArrayList<>();
        figures().forEach((bucket, figures) -> rows.add(row(bucket.key(), List.of(bucket.day()), figures)));
        return rows;
    }

    private List<List<String>> windowRows() {
        LocalDate asOf = LocalDate.ofInstant(newest, ZoneOffset.UTC);
        List<List<String>> rows = new ArrayList<>();
        for (int window : WINDOWS) {
            Map<MetricKey, Measures> sums = new HashMap<>();
            figures().forEach((bucket, figures) -> {
                if (bucket.day().isAfter(asOf.minusDays(window))) {
                    sums.merge(bucket.key(), figures, Measures::plus);
                }
            });
            sums.forEach((key, figures) -> rows.add(row(key, List.of(window, asOf), figures)));
        }
        return rows;
    }

    private Map<Bucket, Measures> figures() {
        ContributionSet contributions = new ContributionSet();
        histories().forEach(history -> closing.contribute(history, contributions));
        BaseCurrency euro = new BaseCurrency("EUR", rates);
        Map<Bucket, Measures> figures = new HashMap<>();
        for (Contribution each : contributions.toList()) {
            figures.put(
                    new Bucket(each.key(), each.day()), closing.figures(each.key(), each.day(), each.measures(), euro));
        }
        return figures;
    }

    private static List<String> row(MetricKey key, List<Object> time, Measures figures) {
        Stream<Object> sums = Stream.iterate(0, index -> index < figures.size(), index -> index + 1)
                .map(figures::sum);
        String histogram =
                figures.histogram().countsByIndex().toString().replace('=', ':').replace(" ", "");
        return cells(Stream.of(key.values().stream(), time.stream(), sums, Stream.of(histogram))
                .flatMap(cells -> cells)
                .toArray());
    }

    private Stream<DealHistory> histories() {
        return logs.entrySet().stream()
                .flatMap(entry -> entry.getValue().read(entry.getKey(), pipelines::get).stream())
                .filter(DealHistory.class::isInstance)
                .map(DealHistory.class::cast)
                .filter(history -> !history.deleted());
    }

    private DealLog logOf(String dealId) {
        return logs.getOrDefault(dealId, DealLog.EMPTY);
    }

    private void log(String dealId, DealLog log) {
        logs.put(dealId, log);
    }

    private void see(Instant occurredAt) {
        newest = occurredAt.isAfter(newest) ? occurredAt : newest;
    }

    private static List<String> cells(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> value == null ? NULL : value.toString())
                .toList();
    }

    private static List<List<String>> sorted(List<List<String>> rows) {
        return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
    }

    private static DealEvent read(DealChanged deal) {
        return new DealEvent(
                deal.getEventId(),
                deal.getOccurredAt(),
                deal.getRecordedAt(),
                deal.getRevision(),
                deal.getDeleted(),
                deal.getPipelineId(),
                deal.getStageId(),
                deal.getAmount() == null
                        ? null
                        : deal.getAmount().movePointRight(2).longValueExact(),
                deal.getCurrency(),
                deal.getOwnerId(),
                deal.getAccountId(),
                deal.getProbability(),
                deal.getExpectedCloseOn(),
                deal.getLeadId(),
                deal.getLossReason(),
                deal.getCompetitor(),
                deal.getAttributes(),
                deal.getCleared());
    }

    private static Activity read(ActivityLogged activity) {
        Long seconds = activity.getDurationSeconds();
        return new Activity(
                activity.getActivityId(),
                activity.getDealId(),
                activity.getLeadId(),
                requireNonNullElse(activity.getRepId(), ""),
                Activity.Type.valueOf(activity.getType().name()),
                Activity.State.valueOf(activity.getState().name()),
                activity.getOccurredAt(),
                activity.getRecordedAt(),
                seconds == null ? 0 : seconds);
    }

    private static PipelineDefinition read(PipelineDefined pipeline) {
        List<Stage> stages = pipeline.getStages().stream()
                .map(stage -> new Stage(
                        stage.getStageId(),
                        stage.getName(),
                        StageKind.valueOf(stage.getKind().name()),
                        stage.getProbability(),
                        stage.getIdleAfterDays(),
                        stage.getStallAfterDays()))
                .toList();
        return new PipelineDefinition(pipeline.getPipelineId(), pipeline.getName(), stages);
    }
}
