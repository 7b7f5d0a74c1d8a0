package io.dealpulse.cli.generate;

import java.time.Instant;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/** Plays traffic to whoever takes its events: as fast as they are taken, at a rate, live, or in time lapse. */
public final class TrafficPlayer {

    private final Consumer<SpecificRecord> out;
    private final Pacer pacer;
    private final LongConsumer progress;

    /**
     * @param out gets each event
     * @param pacer lets time pass
     * @param progress is told after each event how many there were
     */
    public TrafficPlayer(Consumer<SpecificRecord> out, Pacer pacer, LongConsumer progress) {
        this.out = out;
        this.pacer = pacer;
        this.progress = progress;
    }

    /**
     * Plays deliveries to their end, each event as it is.
     *
     * @param limit ends after so many events; 0 or more
     * @param rate events per second at most, greater than 0; empty for as fast as they are taken
     * @param start when the first one is due
     * @return how many events there were
     * @throws InterruptedException where the pacer's wait is ended early
     */
    public long playHistory(Iterator<Delivery> deliveries, long limit, OptionalDouble rate, Instant start)
            throws InterruptedException {
        long played = 0;
        while (played < limit && deliveries.hasNext()) {
            pacer.until(start.plusNanos(rate.isPresent() ? (long) (played * 1e9 / rate.getAsDouble()) : 0));
            out.accept(deliveries.next().event());
            progress.accept(++played);
        }
        return played;
    }

    /**
     * Plays an endless scenario: its history at once, then what follows as it happens, with the present as event time.
     *
     * @param limit ends after so many events; 0 or more
     * @param rate events per second on average after the history; greater than 0
     * @param present when the live part begins; not before the end of the history
     * @return how many events there were
     * @throws InterruptedException where the pacer's wait is ended early
     */
    public long playLive(Scenario scenario, long limit, double rate, Instant present) throws InterruptedException {
        LiveTimeline timeline = LiveTimeline.atRate(scenario, present, rate);
        return play(scenario, limit, timeline::real, timeline::real);
    }

    /**
     * Plays an endless scenario in time lapse, each event as it is.
     *
     * @param limit ends after so many events; 0 or more
     * @return how many events there were
     * @throws InterruptedException where the pacer's wait is ended early
     */
    public long playTimeLapse(Scenario scenario, long limit, TimeLapse timeLapse) throws InterruptedException {
        return play(scenario, limit, timeLapse::due, event -> event);
    }

    private long play(Scenario scenario, long limit, UnaryOperator<Instant> due, UnaryOperator<SpecificRecord> told)
            throws InterruptedException {
        Iterator<Delivery> deliveries = new CrmTraffic(scenario);
        long played = 0;
        while (played < limit && deliveries.hasNext()) {
            Delivery delivery = deliveries.next();
            pacer.until(due.apply(delivery.at()));
            out.accept(told.apply(delivery.event()));
            progress.accept(++played);
        }
        return played;
    }
}
