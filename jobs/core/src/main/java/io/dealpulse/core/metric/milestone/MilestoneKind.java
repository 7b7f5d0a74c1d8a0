package io.dealpulse.core.metric.milestone;

import java.util.Locale;

/** For what a deal counts. */
public enum MilestoneKind {
    /** It has reached an open stage of its present pipeline: an entry into the cohort of that stage. */
    REACHED,
    /** It left an open stage since it last came to its present pipeline: what counts as time in stage. */
    LEFT,
    /** It left an open stage before that, in another pipeline or in an earlier stay in this one: this does not count any more. */
    LEFT_BEFORE,
    /** It is in an open stage. */
    OPEN,
    /** It is won. */
    WON,
    /** It is lost. */
    LOST;

    /** Whether it left a stage, in which it had stayed for a while. */
    public boolean isExit() {
        return this == LEFT || this == LEFT_BEFORE;
    }

    /** Whether it tells of a visit to a stage that is over, or lasts. */
    public boolean isStay() {
        return isExit() || this == OPEN;
    }

    /** The lower-case word under which tables show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
