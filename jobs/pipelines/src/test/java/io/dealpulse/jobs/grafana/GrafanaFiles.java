package io.dealpulse.jobs.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is in infra/grafana. */
final class GrafanaFiles {

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));
    private static final Path DIRECTORY = HOME.resolve("infra/grafana");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private GrafanaFiles() {}

    /** A dashboard. */
    record Dashboard(JsonNode json) {

        String uid() {
            return json.path("uid").asText();
        }

        /** All but rows, those within a closed row too. */
        List<Panel> panels() {
            List<Panel> panels = new ArrayList<>();
            for (JsonNode panel : json.path("panels")) {
                Stream.concat(Stream.of(panel), stream(panel.path("panels")))
                        .filter(each -> !each.path("type").asText().equals("row"))
                        .forEach(each -> panels.add(new Panel(this, each)));
            }
            return panels;
        }

        Panel panel(String title) {
            return panels().stream()
                    .filter(panel -> panel.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(uid() + " has no panel " + title));
        }

        List<JsonNode> variables() {
            return stream(json.at("/templating/list")).toList();
        }

        /** The query of a variable. */
        String variable(String name) {
            return variables().stream()
                    .filter(variable -> variable.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(uid() + " has no variable " + name))
                    .at("/query/rawSql")
                    .asText();
        }

        @Override
        public String toString() {
            return uid();
        }
    }

    /** A panel. */
    record Panel(Dashboard dashboard, JsonNode json) {

        String title() {
            return json.path("title").asText();
        }

        String type() {
            return json.path("type").asText();
        }

        List<JsonNode> targets() {
            return stream(json.path("targets")).toList();
        }

        /** The query of the panel's only target. */
        String sql() {
            if (targets().size() != 1) {
                throw new AssertionError(this + " has " + targets().size() + " queries");
            }
            return targets().get(0).path("rawSql").asText();
        }

        @Override
        public String toString() {
            return dashboard + ": " + title();
        }
    }

    /** An alert rule. */
    record Rule(JsonNode json) {

        String uid() {
            return json.path("uid").asText();
        }

        List<JsonNode> data() {
            return stream(json.path("data")).toList();
        }

        String sql() {
            return data().get(0).at("/model/rawSql").asText();
        }

        /** What the value must exceed. */
        double threshold() {
            return data().get(data().size() - 1)
                    .at("/model/conditions/0/evaluator/params/0")
                    .asDouble();
        }

        @Override
        public String toString() {
            return uid();
        }
    }

    static Dashboard sales() {
        return dashboard("sales");
    }

    static Dashboard operations() {
        return dashboard("operations");
    }

    static List<Dashboard> dashboards() {
        return List.of(sales(), operations());
    }

    static List<Rule> rules() {
        return stream(yaml("provisioning/alerting/dealpulse.yaml").path("groups"))
                .flatMap(group -> stream(group.path("rules")))
                .map(Rule::new)
                .toList();
    }

    static JsonNode dataSource() {
        return yaml("provisioning/datasources/dealpulse.yaml").at("/datasources/0");
    }

    static JsonNode dashboardProvider() {
        return yaml("provisioning/dashboards/dealpulse.yaml").at("/providers/0");
    }

    /** All files. */
    static List<Path> all() {
        try (Stream<Path> tree = Files.walk(DIRECTORY)) {
            return tree.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String path) {
        return text(DIRECTORY.resolve(path));
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page or file of the repository. */
    static Path inRepository(String path) {
        return HOME.resolve(path);
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Dashboard dashboard(String name) {
        try {
            return new Dashboard(JSON.readTree(text("dashboards/" + name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(String path) {
        try {
            return YAML.readTree(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
