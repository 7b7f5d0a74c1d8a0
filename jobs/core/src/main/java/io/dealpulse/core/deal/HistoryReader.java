package io.dealpulse.core.deal;

import io.dealpulse.core.deal.WaitingDeal.Reason;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads a log as a history: walks the timeline once and cuts it into stage visits. */
final class HistoryReader {

    /** A maximal run of events in one stage, before anything is known of where it leads. */
    private record Run(
            String pipelineId,
            String stageId,
            int firstEvent,
            Instant enteredAt,
            DealFields onEntry,
            DealFields lastKnown) {

        Run lasting(DealFields lastKnown) {
            return new Run(pipelineId, stageId, firstEvent, enteredAt, onEntry, lastKnown);
        }
    }

    private HistoryReader() {}

    static DealReading read(String dealId, DealLog log, PipelineLookup pipelines) {
        List<DealEvent> events = log.timeline().events();
        Instant createdAt = events.get(0).occurredAt();
        DealFields fields = DealFields.NOTHING;
        List<Run> runs = new ArrayList<>();
        List<Moment> moments = new ArrayList<>(events.size());
        for (DealEvent event : events) {
            fields = fields.after(event);
            String pipelineId = fields.pipelineId();
            String stageId = fields.stageId();
            if (pipelineId == null || stageId == null) {
                moments.add(new Moment(event.occurredAt(), fields, 0));
                continue;
            }
            Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.pipelineId.equals(pipelineId) && last.stageId.equals(stageId)) {
                runs.set(runs.size() - 1, last.lasting(fields));
            } else {
                runs.add(new Run(pipelineId, stageId, moments.size(), event.occurredAt(), fields, fields));
            }
            moments.add(new Moment(event.occurredAt(), fields, runs.size()));
        }
        if (fields.stageId() == null) {
            return new WaitingDeal(dealId, Reason.NO_STAGE, createdAt, fields.deleted());
        }
        if (runs.isEmpty()) {
            return new WaitingDeal(dealId, Reason.PIPELINE_UNDEFINED, createdAt, fields.deleted());
        }
        List<StageVisit> visits = new ArrayList<>(runs.size());
        PipelineDefinition present = null;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            PipelineDefinition pipeline = pipelines.find(run.pipelineId);
            if (pipeline == null) {
                return new WaitingDeal(dealId, Reason.PIPELINE_UNDEFINED, createdAt, fields.deleted());
            }
            present = pipeline;
            int position = pipeline.positionOf(run.stageId);
            if (position < 0) {
                return new WaitingDeal(dealId, Reason.STAGE_UNDEFINED, createdAt, fields.deleted());
            }
            Stage stage = pipeline.stages().get(position);
            Run next = i + 1 < runs.size() ? runs.get(i + 1) : null;
            visits.add(new StageVisit(
                    i + 1,
                    run.pipelineId,
                    stage,
                    position,
                    run.firstEvent,
                    run.enteredAt,
                    next == null ? null : next.enteredAt,
                    next == null ? Movement.CURRENT : movement(pipeline, position, next),
                    next == null ? null : next.stageId,
                    run.onEntry,
                    run.lastKnown));
        }
        return new DealHistory(dealId, createdAt, Objects.requireNonNull(present), moments, visits, log.activities());
    }

    private static Movement movement(PipelineDefinition pipeline, int position, Run next) {
        if (!next.pipelineId.equals(pipeline.pipelineId())) {
            return Movement.MOVED;
        }
        int nextPosition = pipeline.positionOf(next.stageId);
        if (nextPosition < 0) {
            // The caller finds the gap at the next run and lets the deal wait; this movement is never seen.
            return Movement.CURRENT;
        }
        StageKind nextKind = pipeline.stages().get(nextPosition).kind();
        if (nextKind == StageKind.WON) {
            return Movement.WON;
        }
        if (nextKind == StageKind.LOST) {
            return Movement.LOST;
        }
        if (pipeline.stages().get(position).kind().isClosing()) {
            return Movement.REOPENED;
        }
        return nextPosition > position ? Movement.ADVANCED : Movement.REGRESSED;
    }
}
