package io.dealpulse.core.metric;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one deal adds to the open pipeline at the end of each day, in the plainest way: its events up to there are applied
 * to a map of fields, which is then looked at. It knows nothing of visits, steps or causes, so that flows can be held
 * against it.
 */
final class OpenPipeline {

    /** Where an open deal is shown. */
    record Place(String pipelineId, String dimension, String value, String stageId, String currency) {}

    /**
     * What is shown there.
     *
     * @param amountAtStageProbability of deals without a probability of their own
     * @param weightedOwn of the others, in cents with nine decimal places
     */
    record Worth(long deals, long amount, long amountAtStageProbability, BigDecimal weightedOwn) {

        static final Worth NOTHING = new Worth(0, 0, 0, BigDecimal.ZERO.setScale(9));

        Worth plus(Worth other) {
            return new Worth(
                    deals + other.deals,
                    amount + other.amount,
                    amountAtStageProbability + other.amountAtStageProbability,
                    weightedOwn.add(other.weightedOwn));
        }

        /** In whole cents. */
        long weighted(double stageProbability) {
            return BigDecimal.valueOf(amountAtStageProbability)
                    .multiply(BigDecimal.valueOf(stageProbability))
                    .add(weightedOwn)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        }
    }

    private final Map<String, PipelineDefinition> definitions;
    private final List<String> dimensions;
    private final TreeMap<LocalDate, Map<Place, Worth>> endOfDay = new TreeMap<>();

    /**
     * Replays a deal.
     *
     * @param events in business order
     */
    OpenPipeline(
            List<DealEvent> events, Map<String, PipelineDefinition> definitions, List<String> dimensions, ZoneId zone) {
        this.definitions = definitions;
        this.dimensions = dimensions;
        Map<String, Object> fields = new HashMap<>();
        boolean waits = false;
        for (DealEvent event : events) {
            apply(event, fields);
            waits |= fields.containsKey("stage_id") && fields.containsKey("pipeline_id") && stage(fields) == null;
            endOfDay.put(LocalDate.ofInstant(event.occurredAt(), zone), standing(fields));
        }
        if (waits) {
            endOfDay.clear();
        }
    }

    /** The days at whose end it may stand otherwise than the day before. */
    Iterable<LocalDate> days() {
        return endOfDay.keySet();
    }

    /** How the deal stands at the end of a day. */
    Map<Place, Worth> atEndOf(LocalDate day) {
        Map.Entry<LocalDate, Map<Place, Worth>> latest = endOfDay.floorEntry(day);
        return latest == null ? Map.of() : latest.getValue();
    }

    private static void apply(DealEvent event, Map<String, Object> fields) {
        for (String name : event.cleared()) {
            if (!List.of("pipeline_id", "stage_id", "currency", "deleted").contains(name)) {
                fields.keySet().removeIf(field -> field.equals(name) || field.startsWith(name + "."));
            }
        }
        fields.put("deleted", event.deleted());
        set(fields, "pipeline_id", event.pipelineId());
        set(fields, "stage_id", event.stageId());
        set(fields, "amount", event.amountCents());
        set(fields, "currency", event.currency());
        set(fields, "owner_id", event.ownerId());
        set(fields, "probability", event.probability());
        event.attributes().forEach((name, value) -> fields.put("attributes." + name, value));
    }

    private static void set(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private Map<Place, Worth> standing(Map<String, Object> fields) {
        Stage stage = stage(fields);
        if (stage == null || stage.kind() != StageKind.OPEN || Boolean.TRUE.equals(fields.get("deleted"))) {
            return Map.of();
        }
        Worth worth = worth((Long) fields.getOrDefault("amount", 0L), (Double) fields.get("probability"));
        String pipeline = Objects.toString(fields.get("pipeline_id"));
        String currency = fields.containsKey("amount") ? Objects.toString(fields.get("currency"), "") : "";
        Map<Place, Worth> standing = new HashMap<>();
        standing.put(new Place(pipeline, "all", "", stage.stageId(), currency), worth);
        for (String dimension : dimensions) {
            String field = dimension.equals("owner") ? "owner_id" : "attributes." + dimension;
            String value = Objects.toString(fields.get(field), "");
            standing.put(new Place(pipeline, dimension, value, stage.stageId(), currency), worth);
        }
        return standing;
    }

    private static Worth worth(long amount, @Nullable Double probability) {
        BigDecimal weighted = BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(probability == null ? 0 : probability))
                .setScale(9, RoundingMode.HALF_UP);
        return new Worth(1, amount, probability == null ? amount : 0, weighted);
    }

    private @Nullable Stage stage(Map<String, Object> fields) {
        PipelineDefinition pipeline = definitions.get(Objects.toString(fields.get("pipeline_id"), ""));
        return pipeline == null
                ? null
                : pipeline.find(Objects.toString(fields.get("stage_id"), "")).orElse(null);
    }
}
