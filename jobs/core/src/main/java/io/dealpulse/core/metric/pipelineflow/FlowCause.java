package io.dealpulse.core.metric.pipelineflow;

import java.util.Locale;

/** Why open value changed. */
public enum FlowCause {
    /** The deal came into being in an open stage. */
    CREATED,
    /** It went on to a later open stage: out of the one, into the other. */
    ADVANCED,
    /** It went back to an earlier open stage. */
    REGRESSED,
    /** Its amount grew. */
    INCREASED,
    /** Its amount shrank. */
    DECREASED,
    /** Its currency changed, or its amount or currency became known or was cleared: out of the one, into the other. */
    REDENOMINATED,
    /** Its own probability of winning changed, became known or was cleared: it weighs something else, and stays as it is. */
    REWEIGHTED,
    /** The value of a dimension changed: out of the one, into the other. */
    REASSIGNED,
    /** It was won. */
    WON,
    /** It was lost. */
    LOST,
    /** It came back from a won or lost stage. */
    REOPENED,
    /** It was deleted. */
    DELETED,
    /** It came back from being deleted. */
    RESTORED,
    /** It went to another pipeline: out of the one, into the other. */
    MOVED;

    /** The lower-case word under which tables show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
