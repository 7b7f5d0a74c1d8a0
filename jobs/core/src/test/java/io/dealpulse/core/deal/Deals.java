package io.dealpulse.core.deal;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.util.Comparator;
import java.util.List;

/** Pipelines and logs that tests speak of. */
public final class Deals {

    /** Any total order by content will do, as long as it is the same. */
    public static final Comparator<DealEvent> TIE_BREAK = Comparator.comparing(DealEvent::toString);

    /** lead, offer, won, delivered (won too), lost. */
    public static final PipelineDefinition SALES = new PipelineDefinition(
            "sales",
            "Sales",
            List.of(
                    new Stage("lead", "Lead", StageKind.OPEN, 0.1, null, null),
                    new Stage("offer", "Offer", StageKind.OPEN, 0.5, null, null),
                    new Stage("won", "Won", StageKind.WON, 1, null, null),
                    new Stage("delivered", "Delivered", StageKind.WON, 1, null, null),
                    new Stage("lost", "Lost", StageKind.LOST, 0, null, null)));

    /** first, second, done (won), gone (lost). */
    public static final PipelineDefinition RENEWALS = new PipelineDefinition(
            "renewals",
            "Renewals",
            List.of(
                    new Stage("first", "First", StageKind.OPEN, 0.3, null, null),
                    new Stage("second", "Second", StageKind.OPEN, 0.6, null, null),
                    new Stage("done", "Done", StageKind.WON, 1, null, null),
                    new Stage("gone", "Gone", StageKind.LOST, 0, null, null)));

    /** Knows both. */
    public static final PipelineLookup PIPELINES =
            id -> id.equals("sales") ? SALES : id.equals("renewals") ? RENEWALS : null;

    private Deals() {}

    /** A log of these events. */
    public static DealLog log(DealEventBuilder... events) {
        DealLog log = DealLog.EMPTY;
        for (DealEventBuilder event : events) {
            log = log.with(event.build(), TIE_BREAK);
        }
        return log;
    }

    /** The reading of a log of these events. */
    public static DealReading reading(DealEventBuilder... events) {
        return log(events).read("deal", PIPELINES).orElseThrow();
    }

    /** The history that these events tell. */
    public static DealHistory history(DealEventBuilder... events) {
        return (DealHistory) reading(events);
    }
}
