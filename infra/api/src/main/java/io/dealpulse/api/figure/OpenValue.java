package io.dealpulse.api.figure;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * What is open.
 *
 * @param cents in the base currency, without unconverted deals
 * @param weightedCents the same by the probability of winning
 * @param unconverted deals with an amount that no rate converts
 */
record OpenValue(long deals, long cents, long weightedCents, long unconverted) {

    static final OpenValue NONE = new OpenValue(0, 0, 0, 0);

    static OpenValue sum(Collection<OpenValue> values) {
        return values.stream().reduce(NONE, OpenValue::plus);
    }

    OpenValue plus(OpenValue other) {
        return new OpenValue(
                deals + other.deals,
                cents + other.cents,
                weightedCents + other.weightedCents,
                unconverted + other.unconverted);
    }

    BigDecimal amount() {
        return Numbers.amount(cents);
    }

    BigDecimal weighted() {
        return Numbers.amount(weightedCents);
    }
}
