package io.dealpulse.jobs.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.sink.ClickHouseOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

/** What a query of a page is answered with. */
public final class QueryAnswer {

    private QueryAnswer() {}

    /** Asks as the pages tell their readers to, but for the format, in which columns have their names. */
    public static MarkdownPage.Table of(ClickHouseOptions clickHouse, String sql)
            throws IOException, InterruptedException {
        List<List<String>> lines = text(clickHouse, sql, "TSVWithNames")
                .lines()
                .map(line -> Arrays.stream(line.split("\t", -1))
                        .map(cell -> cell.equals("\\N") ? "NULL" : cell)
                        .toList())
                .toList();
        assertThat(lines).as("header and rows").hasSizeGreaterThan(1);
        return new MarkdownPage.Table(lines.get(0), lines.subList(1, lines.size()));
    }

    /** The answer as ClickHouse gives it in one of its formats. */
    public static String text(ClickHouseOptions clickHouse, String sql, String format)
            throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(clickHouse.url()).resolve("/?database=" + clickHouse.database()))
                                .POST(HttpRequest.BodyPublishers.ofString(sql + "\nFORMAT " + format))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s\n%s", response.body(), sql).isEqualTo(200);
        return response.body();
    }
}
