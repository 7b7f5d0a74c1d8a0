package io.dealpulse.benchmarks;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.ContributionSet;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.MetricFamilies;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event of a deal costs the core, by the length of the deal's history. Deltas are computed from the first event
 * that differs; {@link #fullEvaluationOfAnAppendedEvent} is the same without that, for comparison.
 */
@State(Scope.Benchmark)
// Single calls: their median also holds on a machine with other work, where a mean does not.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 4, time = 1)
public class ContributionsBenchmark {

    private static final String DEAL = "deal";

    /** How many events the deal has had. */
    @Param({"5", "20", "200"})
    public int events;

    private final MetricFamilies families = new MetricFamilies(
            new Dimensions(List.of("owner", "segment", "source", "territory", "product")),
            new ReportingCalendar(ZoneOffset.UTC));

    private DealLog log = DealLog.EMPTY;
    private DealEvent next = SampleDeal.next(0);

    @Setup
    public void tellTheDeal() {
        log = SampleDeal.log(events);
        next = SampleDeal.next(events);
    }

    /** Reads the log as a history. */
    @Benchmark
    public DealReading read() {
        return read(log);
    }

    /** Reads it, and tells all that it contributes to every family. */
    @Benchmark
    public ContributionSet readAndContribute() {
        return families.contributions(read(log));
    }

    /** Takes in one more event, reads the history before and after, and tells the deltas: what the job does. */
    @Benchmark
    public List<Contribution> deltasOfAnAppendedEvent() {
        return families.deltas(read(log), read(log.with(next, SampleDeal.TIE_BREAK)));
    }

    /** The same deltas as the difference of all that the deal contributes before and after. */
    @Benchmark
    public List<Contribution> fullEvaluationOfAnAppendedEvent() {
        ContributionSet before = families.contributions(read(log));
        return families.contributions(read(log.with(next, SampleDeal.TIE_BREAK)))
                .minus(before);
    }

    private static DealReading read(DealLog log) {
        return log.read(DEAL, SampleDeal.PIPELINES).orElseThrow();
    }
}
