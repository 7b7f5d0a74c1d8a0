package io.dealpulse.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private static final List<String> KNOWN = List.of("from", "page", "value", "order", "days");

    private enum Order {
        AMOUNT,
        CREATED_AT
    }

    @Test
    void readsWhatIsGiven() {
        Parameters parameters = read("value=M%C3%BCller+%26+Co&from=2026-03-31&page=3&order=created_at&days=0.5");
        assertThat(parameters.text("value")).isEqualTo("Müller & Co");
        assertThat(parameters.day("from")).isEqualTo(LocalDate.of(2026, 3, 31));
        assertThat(parameters.integer("page", 1, 10, 1)).isEqualTo(3);
        assertThat(parameters.choice("order", Order.class, Order.AMOUNT)).isEqualTo(Order.CREATED_AT);
        assertThat(parameters.decimal("days")).isEqualTo(0.5);
    }

    @Test
    void whatIsNotGivenHasADefaultOrIsNull() {
        Parameters parameters = read(null);
        assertThat(parameters.text("value")).isNull();
        assertThat(parameters.day("from")).isNull();
        assertThat(parameters.integer("page", 1, 10, 1)).isEqualTo(1);
        assertThat(parameters.choice("order", Order.class, Order.AMOUNT)).isEqualTo(Order.AMOUNT);
        assertThat(parameters.decimal("days")).isNull();
    }

    @Test
    void theSameRequestIsTheSameHoweverItIsWritten() {
        assertThat(read("page=1&value=a%20b").canonical())
                .isEqualTo(read("value=a+b&page=1").canonical());
        assertThat(read("value=a").canonical()).isNotEqualTo(read("value=").canonical());
    }

    @Test
    void anEmptyValueIsAValueOfText() {
        assertThat(read("value=").requiredText("value", "text")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "page",
                "page=1&page=1",
                "page=1&page=2",
                "value=%",
                "value=%4",
                "value=%zz",
                "value=%c3%28",
                "value=%ed%a0%80",
                "value=a%00b",
                "value=a%0Ab",
                "&",
                "page=1&",
                "=1",
                "value=é"
            })
    void whatIsNotWellFormedIsRefused(String query) {
        assertThatThrownBy(() -> read(query))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-02-30", "2026-3-1", "1969-12-31", "2200-01-01", "20260331", "", "today", "+2026-03-31"})
    void aDayIsADayOfTheCalendar(String text) {
        refuses("from", text, "a day such as 2026-03-31", parameters -> parameters.day("from"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "1.0", "1e1", "", " 1", "99999999999999999999", "0x1", "١"})
    void aWholeNumberIsInItsBounds(String text) {
        refuses("page", text, "from 1 to 10", parameters -> parameters.integer("page", 1, 10, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e3", "NaN", "Infinity", "1000001", ".5", "5.", ""})
    void aNumberIsPlain(String text) {
        refuses("days", text, "from 0 to 1,000,000", parameters -> parameters.decimal("days"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMOUNT", "", "amount ", "amount;--"})
    void aWordIsOneOfThoseAllowed(String text) {
        refuses("order", text, "amount, created_at", parameters -> parameters.choice("order", Order.class));
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatThrownBy(() -> read("value=" + "x".repeat(501))).hasMessageContaining("longer than 500");
        assertThatThrownBy(() -> read("value=" + "x".repeat(9_000))).hasMessageContaining("longer than 8192");
    }

    @Test
    void aProblemShowsAValueCutAndWithoutTricks() {
        assertThat(Problem.excerpt("a'b\u202e\n" + "x".repeat(100)))
                .isEqualTo("a\\'b\\u202e\\u000a" + "x".repeat(55) + "…");
    }

    private interface Reading {
        void read(Parameters parameters);
    }

    private static void refuses(String name, String text, String allowed, Reading reading) {
        Parameters parameters = Parameters.read(null, Map.of(name, text), KNOWN);
        assertThatThrownBy(() -> reading.read(parameters)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(400);
            assertThat(e.problem().parameter()).isEqualTo(name);
            assertThat(e.problem().detail()).contains("'" + text + "'", allowed);
        });
    }

    private static Parameters read(@Nullable String query) {
        return Parameters.read(query, Map.of(), KNOWN);
    }
}
