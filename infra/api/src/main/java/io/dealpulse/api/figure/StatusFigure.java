package io.dealpulse.api.figure;

import io.dealpulse.api.ApiOptions;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fresh the figures are, and what the dashboard must know besides. */
public final class StatusFigure implements Figure {

    private static final String PROGRESS = """
            SELECT clock, caught_up, written_at
            FROM v_job_progress
            WHERE job = ?
            """;

    private final Database database;
    private final ApiOptions options;
    private final Clock clock;

    public StatusFigure(Database database, ApiOptions options, Clock clock) {
        this.database = database;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/status";
    }

    @Override
    public List<String> parameters() {
        return List.of();
    }

    @Override
    public Object answer(Request request) {
        Instant now = clock.instant();
        Freshness freshness = database.first(
                        "progress",
                        PROGRESS,
                        row -> Freshness.of(
                                row.instantOrNull("clock"),
                                row.flag("caught_up"),
                                row.instant("written_at"),
                                now,
                                options.staleAfter()),
                        "deal-metrics")
                .orElse(Freshness.NONE);
        return new Answer(
                now,
                options.baseCurrency(),
                options.zone().getId(),
                request.reference().asOf(),
                options.windows(),
                freshness,
                new Links(options.flink() == null ? null : options.flink().toString(), "/openapi.yaml"));
    }

    private record Answer(
            Instant serverTime,
            String baseCurrency,
            String zone,
            @Nullable LocalDate asOf,
            List<Integer> windows,
            Freshness freshness,
            Links links) {}

    private record Links(@Nullable String flink, String openapi) {}

    private record Freshness(
            String state,
            @Nullable Instant clock,
            @Nullable Instant writtenAt,
            @Nullable Double ageSeconds) {

        static final Freshness NONE = new Freshness("none", null, null, null);

        static Freshness of(
                @Nullable Instant clock, boolean caughtUp, Instant writtenAt, Instant now, Duration staleAfter) {
            Duration age = Duration.between(writtenAt, now);
            String state = age.compareTo(staleAfter) > 0 ? "stale" : caughtUp ? "live" : "catching_up";
            return new Freshness(state, clock, writtenAt, age.toMillis() / 1000.0);
        }
    }
}
