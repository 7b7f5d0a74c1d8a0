package io.dealpulse.jobs.backtest;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.stall.LearnedThresholds;
import io.dealpulse.core.stall.backtest.Backtest;
import io.dealpulse.core.stall.backtest.Period;
import io.dealpulse.core.stall.backtest.RuleResult;
import io.dealpulse.core.stall.backtest.TestedRule;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import io.dealpulse.jobs.source.SourceOptions;
import io.dealpulse.jobs.source.TopicReplay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics once, in batch and without Flink, and tries rules on the deals' history. Needs no ClickHouse, and writes
 * nothing.
 */
public final class TopicBacktest {

    /** Is told how the work goes on; whatever it throws ends the work. */
    public interface Listener {

        /** So much is read of so many offsets. */
        void read(long offsets, long of);

        /** So many deals are looked at for what must be known before the first one is tried. */
        void learned(long deals);

        /** So many deals are done with. */
        void tried(long deals, long of);
    }

    /**
     * What was found.
     *
     * @param period the days that count; null: there are none, since no deal of the tested pipelines has an event in them
     * @param records how many records of the topics were read
     * @param rejected how many of them can't be read or make no sense
     * @param deals how many deals were in a tested pipeline, at any time
     * @param waiting how many deals, of any pipeline, can't count yet, and so are left out
     * @param definitions the pipelines as they are defined
     * @param results what was found of each rule, in their order
     */
    public record Outcome(
            @Nullable Period period,
            long records,
            long rejected,
            long deals,
            long waiting,
            Map<String, PipelineDefinition> definitions,
            List<RuleResult> results) {}

    private final Settings settings;
    private final ReportingCalendar calendar;
    private final @Nullable LocalDate since;
    private final @Nullable LocalDate until;

    /**
     * Under the settings of the jobs.
     *
     * @param since the first day that counts; null, or before the first event: that of the first event of a tested pipeline's
     *     deal
     * @param until the last day that counts; null, or after the newest event: that of the newest event of all
     */
    public TopicBacktest(Settings settings, @Nullable LocalDate since, @Nullable LocalDate until) {
        this.settings = settings;
        this.calendar = new ReportingCalendar(settings.get(Options.REPORTING_ZONE));
        this.since = since;
        this.until = until;
    }

    /**
     * Reads and tries.
     *
     * @param rules says what to test of the pipelines that are defined; whatever it throws ends the work before a deal is read
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws io.dealpulse.schemas.RegistryException if the registry does not answer, or refuses
     * @throws InterruptedException if this thread was interrupted
     */
    public Outcome run(Function<Map<String, PipelineDefinition>, List<TestedRule>> rules, Listener listener)
            throws InterruptedException {
        Collector collector = new Collector(rules);
        long records;
        try (TopicReplay replay = new TopicReplay(SourceOptions.of(settings, "dealpulse-backtest", true))) {
            long offsets = replay.offsets();
            records = replay.read((topic, partition, offset) -> false, collector, read -> listener.read(read, offsets));
        }
        BatchDeals deals = collector.deals;
        Set<String> pipelines =
                collector.tested.stream().map(TestedRule::pipelineId).collect(Collectors.toSet());
        Knowledge known = new Knowledge(pipelines, calendar);
        deals.readings(reading -> {
            known.add(reading);
            listener.learned(known.seen);
        });
        Period period = period(known.first, deals.newest());
        return new Outcome(
                period,
                records,
                collector.rejected,
                known.deals,
                known.waiting,
                Map.copyOf(deals.definitions()),
                period == null ? List.of() : results(deals, collector.tested, known, period, listener));
    }

    private @Nullable Period period(@Nullable Instant first, @Nullable Instant newest) {
        if (first == null || newest == null) {
            return null;
        }
        LocalDate firstDay = calendar.dayOf(first);
        LocalDate lastDay = calendar.dayOf(newest);
        LocalDate from = since == null || since.isBefore(firstDay) ? firstDay : since;
        LocalDate to = until == null || until.isAfter(lastDay) ? lastDay : until;
        return to.isBefore(from) ? null : Period.of(from, to, newest, calendar);
    }

    private List<RuleResult> results(
            BatchDeals deals, List<TestedRule> tested, Knowledge known, Period period, Listener listener) {
        Backtest backtest = new Backtest(tested, period, known.thresholds, calendar);
        long[] done = {0};
        deals.readings(reading -> {
            if (reading instanceof DealHistory history && known.concerns(history)) {
                backtest.add(history);
                done[0]++;
                listener.tried(done[0], known.deals);
            }
        });
        return backtest.results();
    }

    /** What must be known of all deals before one can be tried. */
    private static final class Knowledge {

        private final Set<String> pipelines;
        private final LearnedThresholds thresholds;
        private @Nullable Instant first;
        private long seen;
        private long deals;
        private long waiting;

        Knowledge(Set<String> pipelines, ReportingCalendar calendar) {
            this.pipelines = pipelines;
            this.thresholds = new LearnedThresholds(calendar);
        }

        void add(DealReading reading) {
            seen++;
            thresholds.add(reading);
            if (!(reading instanceof DealHistory history)) {
                waiting++;
            } else if (concerns(history)) {
                deals++;
                Instant created = history.createdAt();
                first = first == null || created.isBefore(first) ? created : first;
            }
        }

        boolean concerns(DealHistory history) {
            return history.visits().stream().anyMatch(visit -> pipelines.contains(visit.pipelineId()));
        }
    }

    /** Keeps what the topics hold. */
    private static final class Collector implements TopicReplay.Visitor {

        private final Function<Map<String, PipelineDefinition>, List<TestedRule>> rules;
        private final BatchDeals deals = new BatchDeals();
        private List<TestedRule> tested = List.of();
        private long rejected;

        Collector(Function<Map<String, PipelineDefinition>, List<TestedRule>> rules) {
            this.rules = rules;
        }

        @Override
        public void pipeline(PipelineMessage message) {
            deals.add(message);
        }

        @Override
        public void fxRate(FxRateMessage message) {
            // No rule asks for money.
        }

        @Override
        public void referenceDataRead() {
            tested = rules.apply(deals.definitions());
        }

        @Override
        public void deal(DealMessage message) {
            deals.add(message);
        }

        @Override
        public void activity(ActivityMessage message) {
            deals.add(message);
        }

        @Override
        public void rejected(RejectedRecord record) {
            rejected++;
        }
    }
}
