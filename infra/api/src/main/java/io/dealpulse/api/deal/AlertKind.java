package io.dealpulse.api.deal;

/** Why a deal counts as stalled. */
enum AlertKind {
    IDLE,
    STAGE_OVERDUE,
    CLOSE_DATE_PASSED,
    PUSHED
}
