package io.dealpulse.core.stall.backtest;

import io.dealpulse.core.deal.Status;
import io.dealpulse.core.stall.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Counts, deal by deal, what one rule would have been worth. */
final class Tally {

    private final TestedRule rule;
    private final Period period;

    private long deals;
    private long lost;
    private long won;
    private long alerts;
    private long alertsOpen;
    private long alerted;
    private long alertedLost;
    private long alertedWon;
    private long alertedOpen;
    private long alertedGone;
    private long missed;
    private final Lengths warnings = new Lengths();
    private final Lengths openTimes = new Lengths();

    Tally(TestedRule rule, Period period) {
        this.rule = rule;
        this.period = period;
    }

    TestedRule rule() {
        return rule;
    }

    /**
     * Counts a deal that was open in the rule's place in the period.
     *
     * @param raised all alerts of the deal under the rule's threshold, up to the period's end
     * @param standing how the deal stood at the period's end
     */
    void add(List<Alert> raised, Standing standing) {
        boolean gone = standing.isGoneFrom(rule.pipelineId());
        boolean isLost = !gone && standing.status() == Status.LOST;
        boolean isWon = !gone && standing.status() == Status.WON;
        boolean warned = false;
        Instant first = null;
        for (Alert alert : raised) {
            if (!rule.raised(alert)) {
                continue;
            }
            warned = true;
            if (period.contains(alert.raisedAt())) {
                first = first == null || alert.raisedAt().isBefore(first) ? alert.raisedAt() : first;
                count(alert);
            }
        }
        deals++;
        lost += isLost ? 1 : 0;
        won += isWon ? 1 : 0;
        missed += isLost && !warned ? 1 : 0;
        if (first == null) {
            return;
        }
        alerted++;
        if (gone) {
            alertedGone++;
        } else if (isLost) {
            alertedLost++;
            warnings.add(Duration.between(first, Objects.requireNonNull(standing.closedAt())));
        } else if (isWon) {
            alertedWon++;
        } else {
            alertedOpen++;
        }
    }

    private void count(Alert alert) {
        alerts++;
        Instant resolvedAt = alert.resolvedAt();
        if (resolvedAt != null && resolvedAt.isBefore(period.end())) {
            openTimes.add(Duration.between(alert.raisedAt(), resolvedAt));
        } else {
            alertsOpen++;
        }
    }

    RuleResult result() {
        return new RuleResult(
                rule,
                deals,
                lost,
                won,
                alerts,
                alertsOpen,
                alerted,
                alertedLost,
                alertedWon,
                alertedOpen,
                alertedGone,
                missed,
                warnings.median(),
                openTimes.median());
    }
}
