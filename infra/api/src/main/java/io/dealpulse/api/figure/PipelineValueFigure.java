package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is open by stage, now or at the end of a past day. */
public final class PipelineValueFigure implements Figure {

    private static final String NOW = """
            SELECT stage_id, sum(open_deals) AS deals, sum(amount_base) AS amount_now, sum(weighted_base) AS weighted_now,
                   sum(unconverted) AS deals_unconverted
            FROM v_pipeline_value
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ?
            GROUP BY stage_id
            """;

    private final Database database;

    public PipelineValueFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/pipeline-value";
    }

    @Override
    public List<String> parameters() {
        return Request.slice("on");
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        LocalDate on = request.dayUpToToday("on");
        Map<String, OpenValue> values = on.equals(request.reference().today())
                ? now(slice)
                : OpenPipeline.on(database, slice, request.reference(), on, on).stagesAt(on);
        List<StageValue> stages = slice.pipeline().openStages().stream()
                .map(stage -> StageValue.of(stage, values.getOrDefault(stage.stageId(), OpenValue.NONE)))
                .toList();
        OpenValue total = OpenValue.sum(values.values());
        return new Answer(
                request.head(slice, new DayRange(on, on)),
                request.reference().money().currency(),
                on,
                total.deals(),
                total.amount(),
                total.weighted(),
                total.unconverted(),
                stages);
    }

    private Map<String, OpenValue> now(Slice slice) {
        Map<String, OpenValue> values = new HashMap<>();
        database.list(
                "open_now",
                NOW,
                row -> values.put(
                        row.text("stage_id"),
                        new OpenValue(
                                row.count("deals"),
                                row.cents("amount_now"),
                                row.cents("weighted_now"),
                                row.count("deals_unconverted"))),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value());
        return values;
    }

    private record Answer(
            @JsonUnwrapped Head head,
            String currency,
            LocalDate on,
            long openDeals,
            BigDecimal amount,
            BigDecimal weighted,
            long unconverted,
            List<StageValue> stages) {}

    private record StageValue(
            String stageId,
            String name,
            int position,
            long openDeals,
            BigDecimal amount,
            BigDecimal weighted,
            long unconverted) {

        static StageValue of(Stage stage, OpenValue value) {
            return new StageValue(
                    stage.stageId(),
                    stage.name(),
                    stage.position(),
                    value.deals(),
                    value.amount(),
                    value.weighted(),
                    value.unconverted());
        }
    }
}
