package io.dealpulse.api.figure;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pipelines with their stages. */
public final class PipelinesFigure implements Figure {

    private static final String OPEN_DEALS = """
            SELECT pipeline_id, sum(open_deals) AS open_deals
            FROM v_pipeline_value
            WHERE dimension = 'all'
            GROUP BY pipeline_id
            """;

    private final Database database;

    public PipelinesFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/pipelines";
    }

    @Override
    public List<String> parameters() {
        return List.of();
    }

    @Override
    public Object answer(Request request) {
        Map<String, Long> openDeals = new HashMap<>();
        database.list("open_deals", OPEN_DEALS, row -> openDeals.put(row.text("pipeline_id"), row.count("open_deals")));
        return new Answer(request.reference().pipelines().stream()
                .map(pipeline -> new PipelineOfAnswer(
                        pipeline.pipelineId(),
                        pipeline.name(),
                        openDeals.getOrDefault(pipeline.pipelineId(), 0L),
                        pipeline.stages()))
                .toList());
    }

    private record Answer(List<PipelineOfAnswer> pipelines) {}

    private record PipelineOfAnswer(String pipelineId, String name, long openDeals, List<Stage> stages) {}
}
