package io.dealpulse.api.deal;

import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.http.Json;
import io.dealpulse.api.slice.Reference;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads whole deals by their ids. */
final class DealReader {

    /** The ids come as one parameter, so that the statement is the same for any number of them. */
    private static final String BY_ID = """
            SELECT document
            FROM v_deal_documents
            WHERE deal_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)')))
            """;

    private final Database database;
    private final ZoneId zone;

    DealReader(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    /** Those of the deals that there are, by id. */
    Map<String, DealRow> read(List<String> dealIds, Reference reference) {
        Map<String, DealRow> deals = new HashMap<>();
        if (!dealIds.isEmpty()) {
            database.list("deals", BY_ID, row -> row.json("document", DealDocument.class), Json.text(dealIds)).stream()
                    .map(document -> DealRow.of(document, reference, zone))
                    .forEach(deal -> deals.put(deal.dealId(), deal));
        }
        return deals;
    }
}
