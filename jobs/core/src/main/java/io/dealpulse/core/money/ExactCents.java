package io.dealpulse.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in cents, exact to billionths of a cent: as two whole numbers, which sums can add up and take back without a
 * trace, and which hold larger amounts than one number of billionths could.
 *
 * @param whole the whole cents, rounded down; wraps on overflow, as sums do
 * @param billionths what is beyond them, in billionths of a cent; given as any number, it is carried over into whole cents
 *     until it is from 0 to 999,999,999, so that equal amounts are equal
 */
public record ExactCents(long whole, long billionths) {

    /** Decimal places of a cent. */
    public static final int SCALE = 9;

    /** Nothing. */
    public static final ExactCents ZERO = new ExactCents(0, 0);

    private static final long PER_CENT = 1_000_000_000;

    public ExactCents {
        whole += Math.floorDiv(billionths, PER_CENT);
        billionths = Math.floorMod(billionths, PER_CENT);
    }

    /** A part of some cents, rounded half up to billionths: the amount times a factor from 0 to 1. */
    public static ExactCents part(long cents, double factor) {
        BigDecimal part =
                BigDecimal.valueOf(cents).multiply(BigDecimal.valueOf(factor)).setScale(SCALE, RoundingMode.HALF_UP);
        BigDecimal whole = part.setScale(0, RoundingMode.FLOOR);
        return new ExactCents(
                whole.longValueExact(),
                part.subtract(whole).movePointRight(SCALE).longValueExact());
    }

    /** The amount in cents, with {@link #SCALE} decimal places. */
    public BigDecimal toCents() {
        return BigDecimal.valueOf(whole).add(BigDecimal.valueOf(billionths, SCALE));
    }
}
