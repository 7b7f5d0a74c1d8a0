package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a row, or a part of it, becomes. */
public enum Target {
    /** A change of a deal. */
    DEAL("deal"),
    /** An activity; of deal_id and lead_id a row must give one. */
    ACTIVITY("activity"),
    /** One stage of a pipeline: a pipeline is its rows in their order. */
    PIPELINE("pipeline"),
    /** An exchange rate. */
    FX_RATE("fx-rate");

    private final String word;

    Target(String word) {
        this.word = word;
    }

    static Target parse(YamlNode node) {
        return Arrays.stream(values())
                .filter(target -> target.word.equals(node.text()))
                .findFirst()
                .orElseThrow(() -> node.place().error("unknown target '" + node.text() + "'; known: " + words()));
    }

    private static String words() {
        return Arrays.stream(values()).map(target -> target.word).collect(Collectors.joining(", "));
    }

    /** The fields that every row must give. */
    List<Field<?>> required() {
        return switch (this) {
            case DEAL -> List.of(Field.DEAL_ID, Field.OCCURRED_AT);
            case ACTIVITY -> List.of(Field.OCCURRED_AT, Field.TYPE, Field.STATE);
            case PIPELINE -> List.of(Field.PIPELINE_ID, Field.STAGE_ID, Field.KIND, Field.PROBABILITY);
            case FX_RATE -> List.of(Field.BASE, Field.QUOTE, Field.DATE, Field.RATE);
        };
    }

    private List<Field<?>> optional() {
        return switch (this) {
            case DEAL ->
                List.of(
                        Field.EVENT_ID,
                        Field.RECORDED_AT,
                        Field.REVISION,
                        Field.DELETED,
                        Field.PIPELINE_ID,
                        Field.STAGE_ID,
                        Field.AMOUNT,
                        Field.CURRENCY,
                        Field.OWNER_ID,
                        Field.ACCOUNT_ID,
                        Field.PROBABILITY,
                        Field.EXPECTED_CLOSE_ON,
                        Field.LEAD_ID,
                        Field.LOSS_REASON,
                        Field.COMPETITOR);
            case ACTIVITY ->
                List.of(
                        Field.ACTIVITY_ID,
                        Field.DEAL_ID,
                        Field.LEAD_ID,
                        Field.REP_ID,
                        Field.RECORDED_AT,
                        Field.DIRECTION,
                        Field.DURATION_SECONDS);
            case PIPELINE -> List.of(Field.NAME, Field.STAGE_NAME, Field.IDLE_AFTER_DAYS, Field.STALL_AFTER_DAYS);
            case FX_RATE -> List.of();
        };
    }

    /** All fields, a deal's attributes aside. */
    List<Field<?>> fields() {
        return Stream.concat(required().stream(), optional().stream()).toList();
    }

    Optional<Field<?>> field(String name) {
        return fields().stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The word that a mapping uses. */
    @Override
    public String toString() {
        return word;
    }
}
