package io.dealpulse.core.deal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deal's history as its log tells it: the stays in stages, the outcome, what is known now. The metric families read
 * nothing else.
 *
 * @param dealId the deal
 * @param createdAt its first event
 * @param current what is known after its last event
 * @param visits its stage visits in order, at least one; of every pipeline it was in
 * @param activities its activities
 */
public record DealHistory(
        String dealId, Instant createdAt, DealFields current, List<StageVisit> visits, Activities activities)
        implements DealReading {

    public DealHistory {
        visits = List.copyOf(visits);
        if (visits.isEmpty()) {
            throw new IllegalArgumentException("Deal " + dealId + " has no stage visit; it should wait");
        }
    }

    /** The visit it is in. */
    public StageVisit currentVisit() {
        return visits.get(visits.size() - 1);
    }

    /** The pipeline it is in. */
    public String pipelineId() {
        return currentVisit().pipelineId();
    }

    /** Where it stands. */
    public Status status() {
        return Status.of(currentVisit().stage().kind());
    }

    /**
     * The visit that closed the deal: the first of the trailing run of visits of the current closing kind in the
     * present pipeline. Empty while the deal is open.
     */
    public Optional<StageVisit> closingVisit() {
        StageVisit closing = currentVisit();
        if (!closing.stage().kind().isClosing()) {
            return Optional.empty();
        }
        for (int i = visits.size() - 2; i >= 0; i--) {
            StageVisit earlier = visits.get(i);
            if (!earlier.pipelineId().equals(closing.pipelineId())
                    || earlier.stage().kind() != closing.stage().kind()) {
                break;
            }
            closing = earlier;
        }
        return Optional.of(closing);
    }

    /** When it was won or lost; empty while it is open. */
    public Optional<Instant> closedAt() {
        return closingVisit().map(StageVisit::enteredAt);
    }

    /** Whether it is deleted at present, and so counts in flows only. */
    public boolean deleted() {
        return current.deleted();
    }

    /** The probability of winning it, 0 to 1: its own where given, else its stage's. */
    public double probability() {
        Double own = current.probability();
        return own != null ? own : currentVisit().stage().probability();
    }
}
