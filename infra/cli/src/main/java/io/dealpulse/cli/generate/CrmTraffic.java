package io.dealpulse.cli.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.avro.specific.SpecificRecord;

/**
 * The events of a scenario in the order of their delivery: first the pipelines' definitions, then, as time goes by,
 * each day's exchange rates and what happens to the deals.
 *
 * <p>Memory is bounded by the deals that are under way at the same time, however many there are in all. Every
 * {@code occurred_at} and {@code recorded_at} lies in the scenario's days, unless it is endless; only PLANNED
 * activities may be planned for later.
 */
public final class CrmTraffic implements Iterator<Delivery> {

    /** Streams of chance that belong to no deal: those have positive numbers. */
    private static final long COMPANY_STREAM = -1;

    private static final long ARRIVALS_STREAM = -2;
    private static final long RATES_STREAM = -3;

    private record Running(DealSimulation deal, long index) {}

    private record Pending(Delivery delivery, long sequence) {}

    private final Scenario scenario;
    private final Company company;
    private final Arrivals arrivals;
    private final ExchangeRates rates;
    private final Disorder disorder;
    private final Instant end;

    private final PriorityQueue<Running> running = new PriorityQueue<>(
            Comparator.comparing((Running entry) -> entry.deal().nextAt()).thenComparingLong(Running::index));
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(
            Comparator.comparing((Pending entry) -> entry.delivery().at()).thenComparingLong(Pending::sequence));

    private LocalDate nextRates;
    private long begun;
    private long sequence;

    /** The traffic of a scenario, from its start. */
    public CrmTraffic(Scenario scenario) {
        this.scenario = scenario;
        company = Company.of(scenario, new Dice(scenario.seed(), COMPANY_STREAM));
        arrivals = new Arrivals(scenario, new Dice(scenario.seed(), ARRIVALS_STREAM));
        rates = new ExchangeRates(scenario.currencies(), new Dice(scenario.seed(), RATES_STREAM));
        end = scenario.endless() ? Instant.MAX : scenario.end();
        disorder = new Disorder(scenario.shares(), end.minusMillis(1));
        nextRates = scenario.from();
        for (Funnel funnel : Funnel.ALL) {
            enqueue(scenario.start(), funnel.definition());
        }
    }

    @Override
    public boolean hasNext() {
        while (!isNextSettled() && advance()) {
            // Until nothing that is still to happen can be delivered before the first pending delivery.
        }
        return !pending.isEmpty();
    }

    @Override
    public Delivery next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The traffic of this scenario has ended");
        }
        return pending.remove().delivery();
    }

    /** How many deals and deliveries are held in memory. */
    int inFlight() {
        return running.size() + pending.size();
    }

    private boolean isNextSettled() {
        return !pending.isEmpty() && !pending.element().delivery().at().isAfter(now());
    }

    /** The earliest instant at which anything is still to happen. */
    private Instant now() {
        Instant now = ratesDueAt();
        if (arrivals.hasNext() && arrivals.peek().isBefore(now)) {
            now = arrivals.peek();
        }
        if (!running.isEmpty() && running.element().deal().nextAt().isBefore(now)) {
            now = running.element().deal().nextAt();
        }
        return now;
    }

    /** Lets happen what comes first; false where nothing more happens. */
    private boolean advance() {
        Instant now = now();
        if (!now.isBefore(end)) {
            return false;
        }
        if (now.equals(ratesDueAt())) {
            setRates(now);
        } else if (arrivals.hasNext() && now.equals(arrivals.peek())) {
            running.add(new Running(new DealSimulation(scenario, company, begun, arrivals.next()), begun));
            begun++;
        } else {
            tell(running.remove(), now);
        }
        return true;
    }

    private Instant ratesDueAt() {
        return nextRates.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private void setRates(Instant at) {
        rates.on(nextRates, nextRates.equals(scenario.from())).forEach(rate -> enqueue(at, rate));
        nextRates = nextRates.plusDays(1);
    }

    private void tell(Running entry, Instant at) {
        DealSimulation deal = entry.deal();
        disorder.deliver(at, deal.next(), deal.dice(), this::enqueue);
        if (!deal.isOver()) {
            running.add(entry);
        }
    }

    private void enqueue(Instant at, SpecificRecord event) {
        pending.add(new Pending(new Delivery(at, event), sequence++));
    }
}
