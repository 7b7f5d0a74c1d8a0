package io.dealpulse.core.stall;

import java.util.Locale;

/** What ended the cause of an alert. */
public enum Resolution {
    /** Somebody did something for the deal. */
    ACTIVITY_DONE,
    /** Somebody planned to do something for the deal. */
    ACTIVITY_PLANNED,
    /** The CRM told something new of the deal. */
    DEAL_UPDATED,
    /** The deal went to another open stage. */
    STAGE_CHANGED,
    /** The deal was won. */
    WON,
    /** The deal was lost. */
    LOST,
    /** The deal went to another pipeline. */
    MOVED,
    /** The deal was deleted. */
    DELETED,
    /** The deal is expected to close on another day, or no day is given any more. */
    CLOSE_DATE_CHANGED,
    /** Something that came late shows that there was no cause. */
    LATE_EVENT,
    /** There is no cause under the thresholds of today. */
    RULES_CHANGED;

    /** The lower-case word under which tables and messages show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether such an alert was taken back: by all that is known now there was no cause when it was raised. What else is
     * said of it is what was said when it was raised.
     */
    public boolean takesBack() {
        return this == LATE_EVENT || this == RULES_CHANGED;
    }
}
