package io.dealpulse.cli.notify.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.DealAlert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages for programs. Every field is always there, null where nothing is known; docs/notify.md describes them. */
final class JsonMessage {

    private JsonMessage() {}

    static ObjectNode of(Telling telling) {
        ObjectNode message = message("deal_alert." + telling.word(), telling.at());
        message.set("data", alert(telling));
        return message;
    }

    static ObjectNode of(Digest digest) {
        ObjectNode message = message("deal_alert.digest", digest.at());
        ObjectNode data = message.putObject("data");
        data.put("alerts", digest.count());
        ObjectNode raised = data.putObject("raised");
        digest.raised().forEach((kind, count) -> raised.put(word(kind), count));
        data.put("resolved", digest.resolved());
        ArrayNode amounts = data.putArray("amounts");
        digest.amounts()
                .forEach((currency, amount) ->
                        amounts.addObject().put("amount", decimal(amount)).put("currency", currency));
        ArrayNode largest = data.putArray("largest");
        digest.largest().forEach(telling -> largest.add(alert(telling).put("state", telling.word())));
        data.put("not_listed", digest.notListed());
        return message;
    }

    private static ObjectNode message(String type, Instant at) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("timestamp", at.toString());
    }

    private static ObjectNode alert(Telling telling) {
        DealAlert alert = telling.alert();
        return JsonNodeFactory.instance
                .objectNode()
                .put("alert_id", alert.getAlertId())
                .put("deal_id", alert.getDealId())
                .put("pipeline_id", alert.getPipelineId())
                .put("stage_id", alert.getStageId())
                .put("owner_id", alert.getOwnerId())
                .put("kind", word(alert.getKind()))
                .put("since", alert.getSince().toString())
                .put("raised_at", alert.getRaisedAt().toString())
                .put("resolved_at", text(telling.resolvedAt()))
                .put("resolution", telling.resolution())
                .put("amount", decimal(alert.getAmount()))
                .put("currency", alert.getCurrency());
    }

    private static String word(AlertKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable String decimal(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
