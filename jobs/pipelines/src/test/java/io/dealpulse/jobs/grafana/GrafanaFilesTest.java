package io.dealpulse.jobs.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dealpulse.jobs.grafana.GrafanaFiles.Dashboard;
import io.dealpulse.jobs.grafana.GrafanaFiles.Panel;
import io.dealpulse.jobs.grafana.GrafanaFiles.Rule;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** infra/grafana is sound: what Grafana would complain of, or silently show wrong, is found here. */
class GrafanaFilesTest {

    private static final int GRID_WIDTH = 24;
    /** Types of panels with a query, and the format they want: 0 is time series, 1 is table. */
    private static final List<String> TABLE_TYPES = List.of("stat", "table", "barchart");

    private static final Pattern RELATION = Pattern.compile("\\b(?:FROM|JOIN)\\s+(\\(|[\\w.]+)");

    static Stream<Dashboard> dashboards() {
        return GrafanaFiles.dashboards().stream();
    }

    static Stream<Panel> panels() {
        return dashboards().flatMap(dashboard -> dashboard.panels().stream());
    }

    static Stream<Rule> rules() {
        return GrafanaFiles.rules().stream();
    }

    static Stream<Path> files() {
        return GrafanaFiles.all().stream();
    }

    static Stream<String> queries() {
        return Stream.of(
                        panels().map(Panel::sql),
                        rules().map(Rule::sql),
                        dashboards()
                                .flatMap(dashboard -> dashboard.variables().stream())
                                .map(variable -> variable.at("/query/rawSql").asText()))
                .flatMap(sql -> sql);
    }

    @Test
    void everyUidIsThereOnce() {
        List<String> uids = new ArrayList<>();
        dashboards().forEach(dashboard -> uids.add(dashboard.uid()));
        rules().forEach(rule -> uids.add(rule.uid()));
        uids.add(GrafanaFiles.dataSource().path("uid").asText());
        assertThat(uids)
                .doesNotHaveDuplicates()
                .allSatisfy(uid -> assertThat(uid)
                        .matches("dealpulse-[a-z-]+")
                        // Grafana's limit.
                        .hasSizeLessThanOrEqualTo(40));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelHasAnIdAndATitleOfItsOwn(Dashboard dashboard) {
        List<Integer> ids = new ArrayList<>();
        dashboard.json().path("panels").forEach(panel -> {
            ids.add(panel.path("id").asInt());
            panel.path("panels").forEach(inner -> ids.add(inner.path("id").asInt()));
        });
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().doesNotContain(0);
        assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsDoNotOverlap(Dashboard dashboard) {
        List<Rectangle> places = new ArrayList<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            JsonNode grid = panel.path("gridPos");
            Rectangle place = new Rectangle(
                    grid.path("x").asInt(),
                    grid.path("y").asInt(),
                    grid.path("w").asInt(),
                    grid.path("h").asInt());
            assertThat(place.isEmpty()).as("size of %s", panel.path("title")).isFalse();
            assertThat(place.getMaxX()).as("width of %s", panel.path("title")).isLessThanOrEqualTo(GRID_WIDTH);
            assertThat(places).as("beside %s", panel.path("title")).noneMatch(place::intersects);
            places.add(place);
        }
    }

    @ParameterizedTest
    @MethodSource("panels")
    void everyPanelSaysWhatItShowsAndInWhichUnit(Panel panel) {
        assertThat(panel.title()).isNotBlank();
        assertThat(panel.json().path("description").asText()).hasSizeGreaterThan(20);
        assertThat(panel.json().at("/fieldConfig/defaults/unit").asText()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void everyQueryHasTheFormatOfItsPanel(Panel panel) {
        assertThat(panel.targets()).hasSize(1).allSatisfy(target -> {
            boolean table = TABLE_TYPES.contains(panel.type());
            assertThat(table || panel.type().equals("timeseries"))
                    .as("type %s is known", panel.type())
                    .isTrue();
            assertThat(target.path("format").asInt(-1)).isEqualTo(table ? 1 : 0);
            assertThat(target.path("queryType").asText()).isEqualTo(table ? "table" : "timeseries");
            assertThat(target.path("editorType").asText()).isEqualTo("sql");
            assertThat(target.path("refId").asText()).isNotBlank();
        });
    }

    @Test
    void everyReferenceIsToTheDataSource() {
        JsonNode dataSource = GrafanaFiles.dataSource();
        List<JsonNode> references = new ArrayList<>();
        dashboards().forEach(dashboard -> references.addAll(dashboard.json().findValues("datasource")));
        assertThat(references)
                .hasSizeGreaterThan(40)
                .allSatisfy(reference -> assertThat(reference.properties())
                        .containsExactlyInAnyOrderElementsOf(List.of(
                                Map.entry("type", dataSource.path("type")), Map.entry("uid", dataSource.path("uid")))));
        rules().forEach(rule -> assertThat(rule.data())
                .extracting(data -> data.path("datasourceUid").asText())
                .containsExactly(dataSource.path("uid").asText(), "__expr__", "__expr__"));
    }

    @Test
    void theDataSourceIsTheReadOnlyUserAndItsPasswordStandsInNoFile() {
        JsonNode dataSource = GrafanaFiles.dataSource();
        assertThat(GrafanaFiles.text(GrafanaFiles.inRepository("infra/clickhouse/access/grafana.sql")))
                .contains("GRANT ${database}_reader TO ${database}_grafana");
        assertThat(dataSource.at("/jsonData/username").asText()).isEqualTo("dealpulse_grafana");
        assertThat(dataSource.at("/secureJsonData/password").asText()).matches("\\$[A-Z_]+");
    }

    @ParameterizedTest
    @MethodSource("queries")
    void onlyViewsAreRead(String sql) {
        List<String> relations =
                RELATION.matcher(sql).results().map(match -> match.group(1)).toList();
        assertThat(relations).isNotEmpty().allMatch(relation -> relation.equals("(") || relation.matches("v_\\w+"));
        assertThat(sql.toLowerCase(Locale.ROOT)).doesNotContain("system.").doesNotContain(";");
    }

    /** Each dimension holds every deal once: whoever reads several counts deals several times. */
    @ParameterizedTest
    @MethodSource("queries")
    void whatReadsFiguresChoosesADimension(String sql) {
        long figures = Pattern.compile(
                        "\\bv_(?:win_rate|velocity|pipeline_value|pipeline_flow|closing|conversion|stage_exit|activity|rolling)\\w*")
                .matcher(sql)
                .results()
                .count();
        boolean counted = sql.contains("\"Table\"");
        boolean listsDimensions = sql.startsWith("SELECT DISTINCT dimension\n");
        if (!counted && !listsDimensions) {
            assertThat(Pattern.compile("\\bdimension = ").matcher(sql).results().count())
                    .isEqualTo(figures);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noAddressStandsInAFile(Path file) {
        assertThat(GrafanaFiles.text(file)).doesNotContain("://").doesNotContainPattern("\\d+\\.\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void dashboardsAreFoundWhereTheyAreMounted() {
        String path = GrafanaFiles.dashboardProvider().at("/options/path").asText();
        assertThat(GrafanaFiles.text(GrafanaFiles.inRepository("docker-compose.yml")))
                .contains("./infra/grafana/dashboards:" + path + ":ro")
                .contains("./infra/grafana/provisioning:/etc/grafana/provisioning:ro");
    }

    /** Grafana would take it for an environment variable, in some places of the file. */
    @Test
    void noDollarStandsInTheAlertRules() {
        assertThat(GrafanaFiles.text("provisioning/alerting/dealpulse.yaml")).doesNotContain("$");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleTellsTheWayOut(Rule rule) {
        JsonNode json = rule.json();
        assertThat(json.at("/labels/severity").asText()).isIn("warning", "critical");
        assertThat(json.at("/annotations/summary").asText()).isNotBlank();
        assertThat(json.at("/annotations/description").asText()).isNotBlank();
        String[] runbook = json.at("/annotations/runbook").asText().split("#", -1);
        assertThat(headings(runbook[0])).as("headings of %s", runbook[0]).contains(runbook[1]);
        assertThat(json.path("noDataState").asText()).isIn("OK", "Alerting");
        assertThat(json.path("execErrState").asText()).isIn("Error", "KeepLast");
        assertThat(json.path("for").asText()).matches("\\d+[smh]");
    }

    @Test
    void aFailingDataSourceIsReportedOnce() {
        assertThat(rules().map(rule -> rule.json().path("execErrState").asText()))
                .containsOnlyOnce("Error");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleReducesItsQueryAndComparesIt(Rule rule) {
        assertThat(rule.data()).extracting(data -> data.path("refId").asText()).containsExactly("A", "B", "C");
        rule.data().forEach(data -> assertThat(data.at("/model/refId")).isEqualTo(data.path("refId")));
        assertThat(rule.json().path("condition").asText()).isEqualTo("C");
        assertThat(rule.data().get(0).at("/model/format").asInt()).isEqualTo(1);
        assertThat(rule.data().get(0).at("/relativeTimeRange/from").asInt()).isPositive();
        assertThat(rule.data().get(1).at("/model/type").asText()).isEqualTo("reduce");
        assertThat(rule.data().get(1).at("/model/expression").asText()).isEqualTo("A");
        assertThat(rule.data().get(2).at("/model/type").asText()).isEqualTo("threshold");
        assertThat(rule.data().get(2).at("/model/expression").asText()).isEqualTo("B");
        assertThat(rule.data().get(2).at("/model/conditions/0/evaluator/type").asText())
                .isEqualTo("gt");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleLeadsToAPanel(Rule rule) {
        assertThat(dashboards()
                        .filter(dashboard -> dashboard
                                .uid()
                                .equals(rule.json().path("dashboardUid").asText()))
                        .flatMap(dashboard -> dashboard.panels().stream())
                        .map(panel -> panel.json().path("id").asInt()))
                .contains(rule.json().path("panelId").asInt());
    }

    /** As they stand in addresses. */
    private static List<String> headings(String page) {
        return Pattern.compile("(?m)^#+ (.+)$")
                .matcher(GrafanaFiles.text(GrafanaFiles.inRepository(page)))
                .results()
                .map((MatchResult heading) -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
