package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.EventMapping;
import io.dealpulse.cli.importing.mapping.Field;
import io.dealpulse.cli.importing.mapping.InputMapping;
import io.dealpulse.cli.importing.mapping.Row;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The events that the rows of one file give. */
final class RowEvents {

    private final InputMapping mapping;
    private final CsvReader reader;
    private final Map<String, JoinTable> tables;
    private final EventIdentity identity;
    private final PipelineRows pipelines = new PipelineRows();

    /**
     * The events of a file's rows.
     *
     * @param mappingName part of every event's identity
     */
    RowEvents(String mappingName, InputMapping mapping, CsvReader reader, Map<String, JoinTable> tables) {
        this.mapping = mapping;
        this.reader = reader;
        this.tables = tables;
        this.identity = new EventIdentity(
                mappingName,
                mapping.id().isEmpty()
                        ? List.copyOf(reader.columns())
                        : mapping.id().stream()
                                .map(reference -> reference.column())
                                .toList());
    }

    /**
     * The events of the row at which the reader stands.
     *
     * @return null if the row is one to skip; a row that is a pipeline's stage gives an empty list
     * @throws UnmappableRowException where one of its events can't be made; then the row gives none
     */
    @Nullable
    List<SpecificRecord> ofRow() throws UnmappableRowException {
        Row row = new InputRow(reader, tables);
        if (!mapping.filter().admits(row)) {
            return null;
        }
        boolean mapped = false;
        List<SpecificRecord> events = new ArrayList<>();
        for (EventMapping event : mapping.events()) {
            if (event.filter().admits(row)) {
                mapped = true;
                add(event, row, events);
            }
        }
        return mapped ? events : null;
    }

    private void add(EventMapping event, Row row, List<SpecificRecord> events) throws UnmappableRowException {
        switch (event.target()) {
            case DEAL -> events.add(deal(event, row));
            case ACTIVITY -> events.add(activity(event, row));
            case FX_RATE -> events.add(rate(event, row));
            case PIPELINE -> pipelines.add(event, row);
        }
    }

    /** What only all rows together give: pipelines, whose stages are rows. */
    List<PipelineDefined> ofAllRows() {
        return pipelines.definitions();
    }

    private DealChanged deal(EventMapping event, Row row) throws UnmappableRowException {
        String dealId = event.required(Field.DEAL_ID, row);
        String eventId = event.value(Field.EVENT_ID, row);
        Boolean deleted = event.value(Field.DELETED, row);
        return new DealChanged(
                eventId == null ? identity.of(event.name(), dealId, reader) : eventId,
                dealId,
                event.required(Field.OCCURRED_AT, row),
                event.value(Field.RECORDED_AT, row),
                event.value(Field.REVISION, row),
                deleted != null && deleted,
                event.value(Field.PIPELINE_ID, row),
                event.value(Field.STAGE_ID, row),
                event.value(Field.AMOUNT, row),
                event.value(Field.CURRENCY, row),
                event.value(Field.OWNER_ID, row),
                event.value(Field.ACCOUNT_ID, row),
                event.value(Field.PROBABILITY, row),
                event.value(Field.EXPECTED_CLOSE_ON, row),
                event.value(Field.LEAD_ID, row),
                event.value(Field.LOSS_REASON, row),
                event.value(Field.COMPETITOR, row),
                event.attributes(row),
                event.cleared());
    }

    private ActivityLogged activity(EventMapping event, Row row) throws UnmappableRowException {
        String dealId = event.value(Field.DEAL_ID, row);
        String leadId = event.value(Field.LEAD_ID, row);
        String entity = dealId == null ? leadId : dealId;
        if (entity == null) {
            throw new UnmappableRowException("deal_id and lead_id are both empty; an activity needs one of them");
        }
        String activityId = event.value(Field.ACTIVITY_ID, row);
        return new ActivityLogged(
                activityId == null ? identity.of(event.name(), entity, reader) : activityId,
                dealId,
                leadId,
                event.value(Field.REP_ID, row),
                event.required(Field.TYPE, row),
                event.required(Field.STATE, row),
                event.required(Field.OCCURRED_AT, row),
                event.value(Field.RECORDED_AT, row),
                event.value(Field.DIRECTION, row),
                event.value(Field.DURATION_SECONDS, row));
    }

    private static FxRateSet rate(EventMapping event, Row row) throws UnmappableRowException {
        return new FxRateSet(
                event.required(Field.BASE, row),
                event.required(Field.QUOTE, row),
                event.required(Field.DATE, row),
                event.required(Field.RATE, row));
    }
}
