package io.dealpulse.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.schemas.EventTopic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterReportTest {

    private static final byte[] VALUE = "Ann Secret".getBytes(UTF_8);

    private static final DeadLetter ONE = Letters.of(EventTopic.DEAL_CHANGED, 7, "truncated", "deal-1", VALUE);
    private static final DeadLetter TWO = Letters.of(EventTopic.DEAL_CHANGED, 8, "truncated", "deal-2", VALUE);
    private static final DeadLetter RATE = Letters.of(EventTopic.FX_RATE_SET, 7, "out_of_range", null, null);

    @Test
    void theTableShowsLettersAndCountsThem() {
        assertThat(report(List.of(ONE, TWO, RATE), List.of(ONE, RATE), false).table())
                .isEqualTo("""
                place                    timestamp             reason        key     bytes  detail
                ───────────────────────  ────────────────────  ────────────  ──────  ─────  ──────────────────────────
                crm.deal.changed.v1/0/7  2025-03-03T09:00:00Z  truncated     deal-1     10  the detail of truncated
                crm.fx-rate.set.v1/0/7   2025-03-03T09:00:00Z  out_of_range  –           –  the detail of out_of_range
                and 1 more: --limit shows more of them, the filters fewer

                reason        topic                letters
                ────────────  ───────────────────  ───────
                truncated     crm.deal.changed.v1        2
                out_of_range  crm.fx-rate.set.v1         1
                """);
    }

    @Test
    void whereNoneIsAsAskedForItSaysWhatThereIs() {
        LetterReport nothing = new LetterReport(heads(List.of(ONE)), List.of(), List.of(), false);

        assertThat(nothing.table()).startsWith("No dead letter is as asked for. All 1 that there are:\n\nreason");
        assertThat(new LetterReport(List.of(), List.of(), List.of(), false).table())
                .isEqualTo("There are no dead letters.\n");
    }

    @Test
    void bytesAreShownOnlyWhereTheyAreWanted() {
        assertThat(report(List.of(ONE), List.of(ONE), false).csv()).isEqualTo("""
                topic,partition,offset,timestamp,reason,detail,key,key_bytes,value_bytes
                crm.deal.changed.v1,0,7,2025-03-03T09:00:00Z,truncated,the detail of truncated,deal-1,6,10
                """);
        assertThat(report(List.of(ONE), List.of(ONE), true).json())
                .contains("\"letters_in_all\" : 1", "\"value_base64\" : \"QW5uIFNlY3JldA==\"");
    }

    @Test
    void nothingThatATerminalWouldObeyIsPrinted() {
        DeadLetter letter = Letters.of(EventTopic.DEAL_CHANGED, 7, "truncated", "a\u001b[2J", VALUE);
        letter.setDetail("name: '\u001b[31m\nred'" + "x".repeat(200));

        String table = report(List.of(letter), List.of(letter), false).table();

        assertThat(table)
                .contains("(5 bytes)", "name: '\uFFFD[31m\uFFFDred'xxx", "x…")
                .doesNotContain("\u001b");
    }

    @Test
    void aKeyThatIsNoTextIsShownBySize() {
        DeadLetter letter = Letters.of(EventTopic.DEAL_CHANGED, 7, "truncated", null, VALUE);
        letter.setKey(ByteBuffer.wrap(new byte[] {(byte) 0xc3, 0x28}));

        assertThat(ShownLetter.of(letter, false).key()).isNull();
        assertThat(ShownLetter.of(letter, false).keySize()).isEqualTo(2);
    }

    private static LetterReport report(List<DeadLetter> chosen, List<DeadLetter> shown, boolean payload) {
        return new LetterReport(
                heads(chosen),
                heads(chosen),
                shown.stream().map(letter -> ShownLetter.of(letter, payload)).toList(),
                payload);
    }

    private static List<LetterHead> heads(List<DeadLetter> letters) {
        List<LetterHead> heads = new ArrayList<>();
        for (DeadLetter letter : letters) {
            heads.add(new LetterHead(
                    Letters.placeOf(letter),
                    letter.getTimestamp(),
                    letter.getReason(),
                    new LetterHead.Position(0, heads.size())));
        }
        return heads;
    }
}
