package io.dealpulse.jobs.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrafanaMacrosTest {

    private static final GrafanaMacros MACROS = new GrafanaMacros(
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-03-31T12:00:00Z"),
            Duration.ofHours(1),
            Map.of(
                    "owner", List.of("ann", "o'hara"),
                    "all", List.of(GrafanaMacros.ALL),
                    "none", List.of("")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$__fromTime | toDateTime(1772323200)",
                "$__toTime | toDateTime(1774958400)",
                "$__timeFilter(at) | at >= toDateTime(1772323200) AND at <= toDateTime(1774958400)",
                "$__dateFilter(day) | day >= toDate('2026-03-01') AND day <= toDate('2026-03-31')",
                "$__timeInterval(at) | toStartOfInterval(toDateTime(at), INTERVAL 3600 second)",
                "a IN (${owner:singlequote}) | a IN ('ann','o\\'hara')",
                "$__conditionalAll(if(a = '', 'b', a) IN (${owner:singlequote}), $owner) | if(a = '', 'b', a) IN ('ann','o\\'hara')",
                "$__conditionalAll(a IN (${all:singlequote}), $all) | 1=1",
                "$__conditionalAll(a IN (${none:singlequote}), $none) | 1=1"
            })
    void macrosAndVariablesBecomeSql(String query, String sql) {
        assertThat(MACROS.expand(query)).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$__timeGroup(at, 1h)",
                "$__interval",
                "$__dateFilter",
                "$owner",
                "'${owner}'",
                "${owner:csv}",
                "${nobody:singlequote}",
                "a IN (${all:singlequote})",
                "$__conditionalAll(a = ${owner:singlequote}, ${owner:singlequote})",
                "$__conditionalAll(a)",
                "$__conditionalAll(a = (1, $owner)"
            })
    void whatItDoesNotKnowIsRefused(String query) {
        assertThatThrownBy(() -> MACROS.expand(query)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQueryWithoutMacrosStaysAsItIs() {
        assertThat(MACROS.expand("SELECT 1")).isEqualTo("SELECT 1");
    }
}
