package io.dealpulse.api;

import io.dealpulse.api.http.Access;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the API is served.
 *
 * @param bind the address to listen on
 * @param port 0 for any free one
 * @param clickHouse ClickHouse's HTTP interface
 * @param database of the views; a plain identifier
 * @param user who may at least select from the views
 * @param password that user's, '' if none
 * @param baseCurrency ISO 4217 code of the currency that the job converts to
 * @param zone whose calendar days the job counts by
 * @param windows lengths of the rolling windows in days
 * @param cache how long an answer is kept; zero: only those who ask at the same time share one
 * @param queryTimeout the longest that a query may take, one second or more
 * @param poolSize how many answers are computed at a time, 1 or more; each may take two connections to ClickHouse
 * @param token what a client must present; '' if anybody may ask
 * @param allowedHosts names by which the server is known besides those of the loopback interface
 * @param staleAfter how long the job may be silent before its figures count as stale
 * @param flink the address of Flink's web page, where there is one
 */
public record ApiOptions(
        String bind,
        int port,
        URI clickHouse,
        String database,
        String user,
        String password,
        String baseCurrency,
        ZoneId zone,
        List<Integer> windows,
        Duration cache,
        Duration queryTimeout,
        int poolSize,
        String token,
        List<String> allowedHosts,
        Duration staleAfter,
        @Nullable URI flink) {

    public ApiOptions {
        windows = List.copyOf(windows);
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Whether only this machine reaches the server. */
    public boolean isLoopback() {
        return Access.isLoopback(bind);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "API at " + bind + ":" + port + " on ClickHouse at " + clickHouse + ", database " + database + ", user "
                + user;
    }
}
