package io.dealpulse.cli.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dealpulse.cli.notify.Alerts;
import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.ToldState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final String ALERT_ID = "D-17/idle/2026-05-04T08:00:00Z";

    private static DealAlert of(DealAlert alert, String dealId) {
        return DealAlert.newBuilder(alert).setDealId(dealId).build();
    }

    private static Telling raised() {
        return new Telling(of(Alerts.raised(ALERT_ID, 1), "D-17"), ToldState.RAISED);
    }

    private static Telling resolved() {
        return new Telling(of(Alerts.resolved(ALERT_ID, 2), "D-17"), ToldState.RESOLVED);
    }

    private static List<Telling> many() {
        List<Telling> many = new ArrayList<>(List.of(raised()));
        for (int i = 0; i < 9; i++) {
            many.add(new Telling(of(Alerts.raised("x-" + i, 1), "X-" + i), ToldState.RAISED));
        }
        many.add(new Telling(
                DealAlert.newBuilder(Alerts.raised("y", 1))
                        .setKind(AlertKind.PUSHED)
                        .setAmount(new BigDecimal("900.50"))
                        .setCurrency("USD")
                        .build(),
                ToldState.RAISED));
        many.add(new Telling(Alerts.resolved("z", 2), ToldState.RESOLVED));
        return many;
    }

    @Test
    void theExamplesInTheDocumentationAreWhatIsSent() throws IOException {
        List<JsonNode> examples = examples();
        JsonNode digest = json(MessageFormat.JSON.write(Digest.of(many())));
        ArrayNode largest = (ArrayNode) digest.at("/data/largest");
        assertThat(largest).hasSize(10);
        while (largest.size() > 1) {
            largest.remove(1);
        }

        assertThat(examples)
                .containsExactly(
                        json(MessageFormat.JSON.write(raised())),
                        json(MessageFormat.JSON.write(resolved())),
                        digest,
                        json(MessageFormat.SLACK.write(raised())));
    }

    private static List<JsonNode> examples() throws IOException {
        Path page = Path.of(String.valueOf(System.getProperty("dealpulse.home")), "docs", "notify.md");
        List<JsonNode> examples = new ArrayList<>();
        for (MatchResult match :
                JSON_BLOCK.matcher(Files.readString(page)).results().toList()) {
            examples.add(MAPPER.readTree(match.group(1)));
        }
        return examples;
    }

    private static JsonNode json(byte[] message) throws IOException {
        return MAPPER.readTree(message);
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        DealAlert bare = DealAlert.newBuilder(Alerts.raised("a", 1))
                .setOwnerId(null)
                .setAmount(null)
                .setCurrency(null)
                .build();

        JsonNode data = json(MessageFormat.JSON.write(new Telling(bare, ToldState.RAISED)))
                .get("data");

        assertThat(data).hasSize(12);
        assertThat(data.get("owner_id").isNull()).isTrue();
        assertThat(data.get("amount").isNull()).isTrue();
        assertThat(data.get("currency").isNull()).isTrue();
        assertThat(Sentences.of(new Telling(bare, ToldState.RAISED))).startsWith("Deal D-a (no owner) has been idle");
    }

    @Test
    void aRaiseThatIsToldAgainAfterTheEndReadsAsAtFirst() {
        Telling late = new Telling(of(Alerts.resolved(ALERT_ID, 2), "D-17"), ToldState.RAISED);

        for (MessageFormat format : MessageFormat.values()) {
            assertThat(format.write(late)).isEqualTo(format.write(raised()));
        }
    }

    @Test
    void aDigestDoesNotDependOnTheOrder() {
        List<Telling> many = many();
        byte[] message = MessageFormat.JSON.write(Digest.of(many));

        Collections.shuffle(many, new Random(7));

        assertThat(MessageFormat.JSON.write(Digest.of(many))).isEqualTo(message);
    }

    @Test
    void aDigestSaysInOneSentenceWhatItIsAbout() throws IOException {
        JsonNode message = json(MessageFormat.SLACK.write(Digest.of(many())));

        assertThat(message.get("text").asText())
                .isEqualTo("12 deal alerts: 10 idle, 1 pushed again, 1 resolved. At risk: 125,000.00 EUR, 900.50 USD.");
        assertThat(message.get("blocks")).hasSize(12);
        assertThat(message.at("/blocks/11/elements/0/text").asText()).isEqualTo("and 2 more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IDLE | | has been idle in stage proposal since 2026-05-04.",
                "STAGE_OVERDUE | | has been in stage proposal since 2026-05-04, longer than it should.",
                "CLOSE_DATE_PASSED | | is still open in stage proposal; its expected close date is over.",
                "PUSHED | | keeps being pushed: its expected close date moved to a later month again, 2026-05-04.",
                "UNKNOWN | | needs attention in stage proposal since 2026-05-04.",
                "IDLE | activity_planned | is no longer idle: an activity is planned.",
                "STAGE_OVERDUE | won | is no longer overdue in stage proposal: it was won.",
                "CLOSE_DATE_PASSED | close_date_changed | is no longer past its expected close date: its expected close date changed.",
                "PUSHED | lost | no longer counts as pushed: it was lost.",
                "UNKNOWN | some_other_thing | no longer needs attention: some other thing.",
            })
    void aSentenceForEachKind(AlertKind kind, @Nullable String resolution, String sentence) {
        DealAlert alert = DealAlert.newBuilder(raised().alert())
                .setKind(kind)
                .setResolution(resolution)
                .build();

        assertThat(Sentences.of(new Telling(alert, resolution == null ? ToldState.RAISED : ToldState.RESOLVED)))
                .isEqualTo("Deal D-17 (anna, 12,500.00 EUR) " + sentence);
    }

    @Test
    void slackIsGivenNothingThatItWouldTakeForItsOwn() throws IOException {
        DealAlert alert = DealAlert.newBuilder(raised().alert())
                .setOwnerId("<!channel> & <@U1>\nnew line" + "x".repeat(600))
                .build();

        String text = json(MessageFormat.SLACK.write(new Telling(alert, ToldState.RAISED)))
                .get("text")
                .asText();

        assertThat(text)
                .startsWith("Deal D-17 (&lt;!channel&gt; &amp; &lt;@U1&gt; new linexxx")
                .endsWith("x…")
                .hasSizeLessThan(600);
    }
}
