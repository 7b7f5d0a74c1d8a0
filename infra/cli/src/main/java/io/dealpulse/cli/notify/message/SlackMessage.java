package io.dealpulse.cli.notify.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Messages for people, as Slack's incoming webhooks take them. */
final class SlackMessage {

    /** Slack takes 3,000 characters a block; escaping makes at most five of one. */
    private static final int LONGEST_LINE = 500;

    private SlackMessage() {}

    static ObjectNode of(Telling telling) {
        String sentence = line(Sentences.of(telling));
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("text", sentence);
        ArrayNode blocks = message.putArray("blocks");
        section(blocks, sentence);
        context(
                blocks,
                line("Pipeline " + telling.alert().getPipelineId() + ", alert "
                        + telling.alert().getAlertId()));
        return message;
    }

    static ObjectNode of(Digest digest) {
        String summary = line(Sentences.of(digest));
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("text", summary);
        ArrayNode blocks = message.putArray("blocks");
        section(blocks, summary);
        digest.largest().forEach(telling -> section(blocks, "• " + line(Sentences.of(telling))));
        if (digest.notListed() > 0) {
            context(blocks, line(Sentences.more(digest.notListed())));
        }
        return message;
    }

    private static void section(ArrayNode blocks, String text) {
        markdown(blocks.addObject().put("type", "section").putObject("text"), text);
    }

    private static void context(ArrayNode blocks, String text) {
        markdown(blocks.addObject().put("type", "context").putArray("elements").addObject(), text);
    }

    private static void markdown(ObjectNode node, String text) {
        node.put("type", "mrkdwn").put("text", text);
    }

    /** One line of plain text, with what Slack takes for its own escaped: else an id could mention a whole channel. */
    private static String line(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
        String brief = plain.length() <= LONGEST_LINE ? plain : plain.substring(0, LONGEST_LINE - 1) + "…";
        return brief.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
