package io.dealpulse.core.deal;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A deal's history as its log tells it: the stays in stages, the outcome, what is known now. The metric families read
 * nothing else.
 *
 * @param dealId the deal
 * @param createdAt its first event
 * @param pipeline the definition of the pipeline it is in
 * @param moments what was known after each of its events, in business order, at least one
 * @param visits its stage visits in order, at least one; of every pipeline it was in
 * @param activities its activities
 */
public record DealHistory(
        String dealId,
        Instant createdAt,
        PipelineDefinition pipeline,
        List<Moment> moments,
        List<StageVisit> visits,
        Activities activities)
        implements DealReading {

    public DealHistory {
        moments = List.copyOf(moments);
        visits = List.copyOf(visits);
        if (visits.isEmpty()) {
            throw new IllegalArgumentException("Deal " + dealId + " has no stage visit; it should wait");
        }
    }

    /** What is known after its last event. */
    public DealFields current() {
        return moments.get(moments.size() - 1).fields();
    }

    /** The visit it is in. */
    public StageVisit currentVisit() {
        return visits.get(visits.size() - 1);
    }

    /** The pipeline it is in. */
    public String pipelineId() {
        return pipeline.pipelineId();
    }

    /** The visits since it last came to the pipeline it is in, at least one. */
    public List<StageVisit> presentVisits() {
        return visits.subList(firstPresentVisit(), visits.size());
    }

    /** The visit that it was in after the event of that index in the timeline; empty while it had no stage. */
    public Optional<StageVisit> visitAfter(int event) {
        int number = moments.get(event).visitNumber();
        return number == 0 ? Optional.empty() : Optional.of(visits.get(number - 1));
    }

    /**
     * The visit that it was in after the event of that index in the timeline, while it was part of the open pipeline: in an
     * open stage and not deleted; else empty.
     */
    public Optional<StageVisit> openVisitAfter(int event) {
        return visitAfter(event)
                .filter(visit -> visit.stage().kind() == StageKind.OPEN
                        && !moments.get(event).fields().deleted());
    }

    /**
     * From which event on two histories of one deal must be read to know all in which they differ: what families read of
     * the events before is the same in both. 0 if a definition, the deal's way into its pipeline, or its deletion differs,
     * because those tell how earlier events count.
     */
    public int firstDifference(DealHistory other) {
        int shorter = Math.min(moments.size(), other.moments.size());
        int same = 0;
        while (same < shorter && moments.get(same).equals(other.moments.get(same))) {
            same++;
        }
        return deleted() == other.deleted()
                        && pipeline.equals(other.pipeline)
                        && presentVisits().get(0).firstEvent()
                                == other.presentVisits().get(0).firstEvent()
                        && sameStages(other, same)
                ? same
                : 0;
    }

    private boolean sameStages(DealHistory other, int events) {
        for (int i = 0; i < events; i++) {
            int number = moments.get(i).visitNumber();
            if (number > 0) {
                StageVisit one = visits.get(number - 1);
                StageVisit another = other.visits.get(number - 1);
                if (one.position() != another.position() || !one.stage().equals(another.stage())) {
                    return false;
                }
            }
        }
        return true;
    }

    private int firstPresentVisit() {
        int first = visits.size() - 1;
        while (first > 0 && visits.get(first - 1).pipelineId().equals(pipelineId())) {
            first--;
        }
        return first;
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

    /** The length of its cycle, from its first event to its closing, in whole seconds, rounded down; empty while it is open. */
    public OptionalLong cycleSeconds() {
        return closingVisit()
                .map(closing -> OptionalLong.of(
                        Duration.between(createdAt, closing.enteredAt()).toSeconds()))
                .orElse(OptionalLong.empty());
    }

    /** Whether it is deleted at present: then only what came in and went out of the open pipeline still counts. */
    public boolean deleted() {
        return current().deleted();
    }

    /** The probability of winning it, 0 to 1: its own where given, else its stage's. */
    public double probability() {
        Double own = current().probability();
        return own != null ? own : currentVisit().stage().probability();
    }
}
