package io.dealpulse.cli.notify.message;

import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.DealAlert;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a sales manager understands at once. Days are those of UTC. */
public final class Sentences {

    private Sentences() {}

    /** Which deal it is, whose, how large, and what is wrong with it or no longer is. */
    public static String of(Telling telling) {
        return telling.raised() ? raised(telling.alert()) : resolved(telling);
    }

    private static String raised(DealAlert alert) {
        LocalDate since = LocalDate.ofInstant(alert.getSince(), ZoneOffset.UTC);
        String stage = alert.getStageId();
        return deal(alert)
                + switch (alert.getKind()) {
                    case IDLE -> " has been idle in stage %s since %s.".formatted(stage, since);
                    case STAGE_OVERDUE ->
                        " has been in stage %s since %s, longer than it should.".formatted(stage, since);
                    case CLOSE_DATE_PASSED ->
                        " is still open in stage %s; its expected close date is over.".formatted(stage);
                    case PUSHED ->
                        " keeps being pushed: its expected close date moved to a later month again, %s."
                                .formatted(since);
                    case UNKNOWN -> " needs attention in stage %s since %s.".formatted(stage, since);
                };
    }

    private static String resolved(Telling telling) {
        DealAlert alert = telling.alert();
        String end = switch (alert.getKind()) {
            case IDLE -> " is no longer idle";
            case STAGE_OVERDUE -> " is no longer overdue in stage " + alert.getStageId();
            case CLOSE_DATE_PASSED -> " is no longer past its expected close date";
            case PUSHED -> " no longer counts as pushed";
            case UNKNOWN -> " no longer needs attention";
        };
        return deal(alert) + end + because(telling.resolution()) + ".";
    }

    private static String because(@Nullable String resolution) {
        if (resolution == null) {
            return "";
        }
        return switch (resolution) {
            case "activity_done" -> ": there was an activity";
            case "activity_planned" -> ": an activity is planned";
            case "deal_updated" -> ": it was updated";
            case "stage_changed" -> ": it changed its stage";
            case "won" -> ": it was won";
            case "lost" -> ": it was lost";
            case "moved" -> ": it moved to another pipeline";
            case "deleted" -> ": it was deleted";
            case "close_date_changed" -> ": its expected close date changed";
            case "late_event" -> ": it never was, as a late event shows";
            case "rules_changed" -> ": the rules changed";
            default -> ": " + resolution.replace('_', ' ');
        };
    }

    private static String deal(DealAlert alert) {
        List<String> facts = new ArrayList<>();
        String owner = alert.getOwnerId();
        facts.add(owner == null ? "no owner" : owner);
        BigDecimal amount = alert.getAmount();
        String currency = alert.getCurrency();
        if (amount != null) {
            facts.add(currency == null ? money(amount) : money(amount) + " " + currency);
        }
        return "Deal " + alert.getDealId() + " (" + String.join(", ", facts) + ")";
    }

    /** How many alerts of which kinds, and how much is at risk. */
    public static String of(Digest digest) {
        List<String> counts = new ArrayList<>();
        digest.raised().forEach((kind, count) -> counts.add("%,d %s".formatted(count, kindWords(kind))));
        if (digest.resolved() > 0) {
            counts.add("%,d resolved".formatted(digest.resolved()));
        }
        String atRisk = digest.amounts().isEmpty()
                ? ""
                : " At risk: "
                        + digest.amounts().entrySet().stream()
                                .map(sum -> money(sum.getValue()) + " " + sum.getKey())
                                .collect(Collectors.joining(", "))
                        + ".";
        return "%,d deal alerts: %s.%s".formatted(digest.count(), String.join(", ", counts), atRisk);
    }

    /** That so many are not listed. */
    static String more(int count) {
        return "and %,d more".formatted(count);
    }

    private static String kindWords(AlertKind kind) {
        return switch (kind) {
            case IDLE -> "idle";
            case STAGE_OVERDUE -> "too long in their stage";
            case CLOSE_DATE_PASSED -> "past their close date";
            case PUSHED -> "pushed again";
            case UNKNOWN -> "of other kinds";
        };
    }

    private static String money(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }
}
