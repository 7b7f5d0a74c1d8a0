package io.dealpulse.cli.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * Who sells what to whom.
 *
 * @param reps the sales people
 */
record Company(List<Rep> reps) {

    private static final int DEALS_PER_REP = 120;

    /**
     * A sales person.
     *
     * @param id owner_id and rep_id
     * @param territory where they sell
     * @param skill multiplies the odds of not losing a deal out of a stage; around 1
     * @param haste divides the time that a deal takes; around 1
     */
    record Rep(String id, Territory territory, double skill, double haste) {}

    /**
     * A sales territory.
     *
     * @param id value of the attribute
     * @param currency of its deals
     */
    record Territory(String id, String currency) {}

    /** Size of customer: value of the attribute, share of deals, median amount in euro, its spread, length of a deal. */
    enum Segment {
        ENTERPRISE("enterprise", 0.12, 90_000, 0.7, 1.7, 0.85),
        MID_MARKET("mid_market", 0.33, 18_000, 0.6, 1.0, 1.0),
        SMALL_BUSINESS("small_business", 0.55, 3_500, 0.5, 0.6, 1.1);

        final String id;
        final double share;
        final double medianAmount;
        final double spread;
        final double length;
        final double odds;

        Segment(String id, double share, double medianAmount, double spread, double length, double odds) {
            this.id = id;
            this.share = share;
            this.medianAmount = medianAmount;
            this.spread = spread;
            this.length = length;
            this.odds = odds;
        }
    }

    /** Where a deal came from: value of the attribute, share of deals, multiple of the odds of not losing it. */
    enum Source {
        INBOUND("inbound", 0.34, 1.1),
        OUTBOUND("outbound", 0.30, 0.75),
        PARTNER("partner", 0.16, 1.25),
        EVENT("event", 0.12, 0.85),
        REFERRAL("referral", 0.08, 1.8);

        final String id;
        final double share;
        final double odds;

        Source(String id, double share, double odds) {
            this.id = id;
            this.share = share;
            this.odds = odds;
        }
    }

    static final List<String> PRODUCTS = List.of("analytics", "connect", "platform", "training");
    static final List<String> COMPETITORS = List.of("competitor_a", "competitor_b", "competitor_c", "in_house");
    static final List<String> LOSS_REASONS = List.of("price", "no_decision", "competitor", "missing_feature", "timing");

    /** Territories with the currency that each prefers. */
    private static final List<Territory> TERRITORIES = List.of(
            new Territory("central_europe", "EUR"),
            new Territory("north_america", "USD"),
            new Territory("uk_ireland", "GBP"),
            new Territory("nordics", "SEK"),
            new Territory("switzerland", "CHF"),
            new Territory("southern_europe", "EUR"));

    /** The company that a scenario tells of. */
    static Company of(Scenario scenario, Dice dice) {
        int count = Math.max(TERRITORIES.size(), Math.min(60, scenario.deals() / DEALS_PER_REP));
        List<Rep> reps = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            Territory territory = territory(number - 1, scenario.currencies());
            reps.add(new Rep("rep-%02d".formatted(number), territory, dice.around(1, 0.3), dice.around(1, 0.15)));
        }
        return new Company(List.copyOf(reps));
    }

    private static Territory territory(int index, List<String> currencies) {
        Territory territory = TERRITORIES.get(index % TERRITORIES.size());
        return currencies.contains(territory.currency())
                ? territory
                : new Territory(territory.id(), currencies.get(index % currencies.size()));
    }

    static Segment segment(Dice dice) {
        double left = dice.between(0.0, 1.0);
        for (Segment segment : Segment.values()) {
            left -= segment.share;
            if (left < 0) {
                return segment;
            }
        }
        return Segment.SMALL_BUSINESS;
    }

    static Source source(Dice dice) {
        double left = dice.between(0.0, 1.0);
        for (Source source : Source.values()) {
            left -= source.share;
            if (left < 0) {
                return source;
            }
        }
        return Source.INBOUND;
    }
}
