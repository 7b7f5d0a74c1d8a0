package io.dealpulse.cli.importing.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTypeTest {

    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

    @ParameterizedTest
    @CsvSource({
        "iso, 2024-07-01, 2024-06-30T22:00:00Z",
        "iso, 2024-07-01T09:30, 2024-07-01T07:30:00Z",
        "iso, 2024-01-01 09:30:15, 2024-01-01T08:30:15Z",
        "iso, 2024-07-01T09:30:15.123456+05:30, 2024-07-01T04:00:15.123Z",
        "iso, 2024-07-01T09:30:15Z, 2024-07-01T09:30:15Z",
        "iso, 2024-07-01 09:30:15+0200, 2024-07-01T07:30:15Z",
        "iso, 2024-07-01 09:30:15-03, 2024-07-01T12:30:15Z",
        "dd/MM/yyyy, 28/02/2024, 2024-02-27T23:00:00Z",
        "d MMM yyyy h:mm a, 1 Mar 2024 3:05 PM, 2024-03-01T14:05:00Z",
        "epoch-seconds, 1704067200, 2024-01-01T00:00:00Z",
        "epoch-millis, 1704067200001, 2024-01-01T00:00:00.001Z",
    })
    void readsTimes(String format, String text, Instant expected) {
        assertThat(FieldType.INSTANT.read(text, formats(format))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "iso, 2024-07-01, 2024-07-01",
        "iso, 2024-07-01T23:30:00Z, 2024-07-01",
        "M/d/yy, 7/1/24, 2024-07-01",
        "epoch-seconds, 1704063600, 2024-01-01",
    })
    void readsDays(String format, String text, LocalDate expected) {
        assertThat(FieldType.DATE.read(text, formats(format))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"iso, 2023-02-29", "iso, 01.03.2024", "dd/MM/yyyy, 30/02/2024", "epoch-seconds, soon"})
    void refusesOtherTimes(String format, String text) {
        assertThatThrownBy(() -> FieldType.INSTANT.read(text, formats(format)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a date or time in the format '" + format + "'");
    }

    @ParameterizedTest
    @CsvSource({"1054, 1054.00", "-12.345, -12.35", "+0.005, 0.01", ".5, 0.50"})
    void readsMoneyToTheCent(String text, String expected) {
        assertThat(FieldType.MONEY.read(text, formats("iso"))).hasToString(expected);
    }

    @Test
    void readsMoneyAsWrittenElsewhere() {
        Formats european = new Formats(formats("iso").time(), new NumberFormat(",", "."));

        assertThat(FieldType.MONEY.read("1.234.567,89", european)).hasToString("1234567.89");
        assertThatThrownBy(() -> FieldType.MONEY.read("12.5", new Formats(european.time(), new NumberFormat(",", ""))))
                .hasMessage("'12.5' is not a number with ',' as its decimal mark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$5", "1e9", "1,054", "12345678901234567", "", "-", "1.2.3", "NaN"})
    void refusesOtherMoney(String text) {
        assertThatThrownBy(() -> FieldType.MONEY.read(text, formats("iso")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void refusesWhatTheJobWouldSendToTheDeadLetters() {
        assertThatThrownBy(() -> FieldType.CURRENCY.read("eur", formats("iso"))).hasMessageContaining("ISO 4217");
        assertThatThrownBy(() -> FieldType.PROBABILITY.read("1.01", formats("iso")))
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> FieldType.SECONDS.read("-1", formats("iso"))).hasMessageContaining("0 or more");
        assertThatThrownBy(() -> FieldType.RATE.read("0", formats("iso"))).hasMessageContaining("greater than 0");
        assertThatThrownBy(() -> FieldType.WHOLE.read("1.5", formats("iso"))).hasMessageContaining("whole number");
        assertThatThrownBy(() -> FieldType.FLAG.read("yes", formats("iso"))).hasMessageContaining("true or false");
    }

    private static Formats formats(String time) {
        return new Formats(TimeFormat.of(time, AMSTERDAM), NumberFormat.PLAIN);
    }
}
