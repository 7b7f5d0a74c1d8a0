package io.dealpulse.cli.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** When deals begin, in order: as many in the scenario's days as it says, more in the seasons that bring more. */
final class Arrivals {

    private final Scenario scenario;
    private final Dice dice;
    private final double weightOfAllDays;
    private final Deque<Instant> today = new ArrayDeque<>();

    private LocalDate nextDay;
    private double weightSoFar;
    private long arrived;

    Arrivals(Scenario scenario, Dice dice) {
        this.scenario = scenario;
        this.dice = dice;
        nextDay = scenario.from();
        double weight = 0;
        for (int day = 0; day < scenario.days(); day++) {
            weight += OfficeHours.arrivals(scenario.from().plusDays(day));
        }
        weightOfAllDays = weight;
    }

    /** Whether a deal is still to come; always so in an endless scenario. */
    boolean hasNext() {
        while (today.isEmpty()) {
            if (!scenario.endless() && arrived >= scenario.deals()) {
                return false;
            }
            drawNextDay();
        }
        return true;
    }

    /** When the next deal begins. Only after {@link #hasNext}. */
    Instant peek() {
        return today.element();
    }

    /** Takes the next arrival. Only after {@link #hasNext}. */
    Instant next() {
        return today.remove();
    }

    private void drawNextDay() {
        weightSoFar += OfficeHours.arrivals(nextDay);
        long due = Math.round(scenario.deals() * weightSoFar / weightOfAllDays);
        List<Instant> arrivals = new ArrayList<>();
        Instant opening = nextDay.atTime(8, 0).toInstant(ZoneOffset.UTC);
        for (; arrived < due; arrived++) {
            arrivals.add(opening.plus(dice.between(Duration.ZERO, Duration.ofHours(10))));
        }
        Collections.sort(arrivals);
        today.addAll(arrivals);
        nextDay = nextDay.plusDays(1);
    }
}
