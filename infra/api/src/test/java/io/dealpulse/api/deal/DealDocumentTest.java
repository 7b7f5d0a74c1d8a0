package io.dealpulse.api.deal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.api.http.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DealDocumentTest {

    private static final DealDocument WON = new DealDocument(
            "a \"quoted\" / deal",
            "p",
            "won",
            "won",
            "o",
            "",
            new BigDecimal("1234567890123456.78"),
            "EUR",
            0.25,
            1_772_359_200_001L,
            -1,
            1_772_409_600_000L,
            LocalDate.of(2026, 3, 31),
            null,
            3,
            "",
            Map.of("segment", "ä"));

    @Test
    void isReadToTheCentAndMillisecond() {
        assertThat(Json.read("""
                        {"deal_id":"a \\"quoted\\" \\/ deal","pipeline_id":"p","stage_id":"won","status":"won","owner_id":"o",
                        "account_id":"","amount":1234567890123456.78,"currency":"EUR","probability":0.25,
                        "created_at":1772359200001,"stage_entered_at":-1,"closed_at":1772409600000,
                        "expected_close_on":"2026-03-31","last_activity_at":null,"activities":3,"loss_reason":"",
                        "attributes":{"segment":"ä"}}""", DealDocument.class)).isEqualTo(WON);
    }

    /** As a server writes it whose profile has large numbers quoted. */
    @Test
    void numbersMayBeQuoted() {
        assertThat(Json.read("""
                        {"deal_id":"a \\"quoted\\" \\/ deal","pipeline_id":"p","stage_id":"won","status":"won","owner_id":"o",
                        "account_id":"","amount":"1234567890123456.78","currency":"EUR","probability":"0.25",
                        "created_at":"1772359200001","stage_entered_at":"-1","closed_at":"1772409600000",
                        "expected_close_on":"2026-03-31","last_activity_at":null,"activities":"3","loss_reason":"",
                        "attributes":{"segment":"ä"}}""", DealDocument.class)).isEqualTo(WON);
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() {
        assertThat(Json.read("{\"deal_id\":\"d\",\"new\":[1]}", DealDocument.class)
                        .dealId())
                .isEqualTo("d");
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> Json.read("{\"deal_id\":", DealDocument.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No JSON of a DealDocument");
    }
}
