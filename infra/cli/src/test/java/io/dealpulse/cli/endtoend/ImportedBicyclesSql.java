package io.dealpulse.cli.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the bicycle maker's files say, computed on the files themselves by plain SQL: it shares neither code nor tables
 * with ours.
 */
final class ImportedBicyclesSql {

    private final Deployment deployment;

    /** Puts the files into tables of text, as they are. */
    ImportedBicyclesSql(Deployment deployment, Path deals, Path reps) throws IOException {
        this.deployment = deployment;
        deployment.execute("""
                CREATE TABLE csv_deals (deal String, state String, rep String, asked_at String, offered_at String,
                    closed_at String, reopened_at String, closed_again_at String, currency String, price String,
                    paid String, note String) ENGINE = Memory
                """);
        deployment.execute("CREATE TABLE csv_reps (code String, name String, region String) ENGINE = Memory");
        deployment.insertCsv("csv_deals", deals);
        deployment.insertCsv("csv_reps", reps);
        deployment.execute("""
                CREATE VIEW csv_facts AS
                SELECT deal, lower(state) AS stage, r.name AS owner, r.region AS region,
                    parseDateTime64BestEffortOrNull(asked_at, 3, 'Europe/Amsterdam') AS created,
                    multiIf(
                        state NOT IN ('Sold', 'Lost'), NULL,
                        reopened_at = '', parseDateTime64BestEffortOrNull(d.closed_at, 3, 'Europe/Amsterdam'),
                        parseDateTime64BestEffortOrNull(closed_again_at, 3, 'Europe/Amsterdam')) AS closed,
                    if(paid != '', toDecimal64OrNull(paid, 2), toDecimal64OrNull(price, 2)) AS last_amount,
                    if(last_amount IS NULL, '', d.currency) AS money,
                    multiIf(state = 'Sold', 'won', state = 'Lost', 'lost', 'open') AS outcome,
                    dateDiff('second', created, closed) AS cycle
                FROM (SELECT DISTINCT * FROM csv_deals) AS d
                LEFT JOIN csv_reps AS r ON d.rep = r.code
                WHERE asked_at != 'next week' AND d.rep != 'zz'
                """);
    }

    /** stage, deals. */
    List<List<String>> stages() {
        return deployment.rows("SELECT stage, count() FROM csv_facts GROUP BY stage ORDER BY stage");
    }

    /**
     * dimension, value, month, outcome, currency, deals, amount in cents, sum of cycles in seconds, p50 and p90 of cycles
     * in seconds (nearest rank).
     */
    List<List<String>> closings() {
        return deployment.rows("""
                SELECT split.1 AS dimension, split.2 AS value,
                    if(monthly, toString(toStartOfMonth(toTimeZone(closed, 'Europe/Amsterdam'))), '') AS month,
                    outcome, money, count() AS deals, toInt64(sum(ifNull(last_amount, 0)) * 100), sum(cycle),
                    arraySort(groupArray(cycle))[toUInt32(ceil(deals * 5 / 10))],
                    arraySort(groupArray(cycle))[toUInt32(ceil(deals * 9 / 10))]
                FROM csv_facts
                ARRAY JOIN [('all', ''), ('owner', owner), ('region', region)] AS split
                ARRAY JOIN [0, 1] AS monthly
                WHERE outcome != 'open'
                GROUP BY dimension, value, month, outcome, money
                ORDER BY dimension, value, month, outcome, money
                """);
    }
}
