package io.dealpulse.cli.importing.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.yaml.YamlFileException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An error in a mapping names file, line and key")
class MappingErrorsTest {

    private static final String VALID = """
            name: shop
            zone: Europe/Amsterdam
            csv: {delimiter: ";"}
            pipelines:
              - pipeline_id: sales
                stages:
                  - {stage_id: New, kind: open, probability: 0.1}
                  - {stage_id: Won, kind: won}
            fx_rates:
              - {base: EUR, quote: USD, date: 2024-01-01, rate: 1.1}
            inputs:
              - file: deals.csv
                id: [number]
                joins:
                  team: {file: teams.csv, key: agent, on: <agent>}
                when: {kind: [sale, "re*"]}
                fields:
                  deal_id: <number>
                events:
                  - name: opened
                    target: deal
                    fields:
                      occurred_at: {from: <opened>, format: dd/MM/yyyy}
                      amount: {from: <amount>, decimal: ",", grouping: "."}
                      stage_id: {from: <stage>, values: {new: New, "w*": Won}}
                      attributes: {region: <team.region>}
                      cleared: [loss_reason, attributes.campaign]
            """;

    @Test
    void theMappingThatTheseBreakIsValid() {
        Mapping mapping = Mapping.parse("shop.yaml", VALID);

        assertThat(mapping.inputFiles()).containsExactly("deals.csv");
        assertThat(mapping.joinedFiles()).containsExactly("teams.csv");
        assertThat(mapping.pipelines()).singleElement().satisfies(pipeline -> {
            assertThat(pipeline.getName()).isEqualTo("sales");
            assertThat(pipeline.getStages().get(1).getProbability()).isEqualTo(1.0);
        });
        assertThat(mapping.rates())
                .singleElement()
                .satisfies(rate -> assertThat(rate.getRate()).isEqualByComparingTo("1.1"));
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: shop | nam: shop | shop.yaml:1: nam: unknown key; known here: name, description, zone, time_format, csv, pipelines, fx_rates, inputs",
                "name: shop | name: our shop | shop.yaml:1: name: 'our shop': a name is letters",
                "name: shop | description: x | shop.yaml:1: lacks the key 'name'",
                "Europe/Amsterdam | Europe/Nowhere | shop.yaml:2: zone: 'Europe/Nowhere' is not a time zone",
                "delimiter: \";\" | delimiter: \";;\" | shop.yaml:3: csv.delimiter: ';;': expected one character",
                "delimiter: \";\" | encoding: utf-99 | shop.yaml:3: csv.encoding: 'utf-99' is not an encoding",
                "probability: 0.1 | probability: 1.1 | shop.yaml:7: pipelines[0].stages[0].probability: '1.1': a probability is 0 to 1",
                "kind: open, probability: 0.1 | kind: open | shop.yaml:7: pipelines[0].stages[0]: lacks the key 'probability'",
                "kind: won | kind: gained | shop.yaml:8: pipelines[0].stages[1].kind: 'gained': expected OPEN, WON, LOST",
                "stage_id: Won | stage_id: New | shop.yaml:8: pipelines[0].stages[1]: stage 'New' is in this pipeline twice",
                "quote: USD | quote: usd | shop.yaml:10: fx_rates[0].quote: 'usd': not an ISO 4217 currency code",
                "rate: 1.1 | rate: 0 | shop.yaml:10: fx_rates[0].rate: '0': a rate is greater than 0",
                "date: 2024-01-01 | date: 2024-02-30 | shop.yaml:10: fx_rates[0].date: '2024-02-30' is not a date",
                "id: [number] | id: [team.agent] | shop.yaml:13: inputs[0].id: 'team.agent' is joined; a row is identified by its own columns",
                "on: <agent> | on: <agent | shop.yaml:15: inputs[0].joins.team.on: '<' begins the name of a column",
                "on: <agent> | on: <> | shop.yaml:15: inputs[0].joins.team.on: the name of a column is missing",
                "key: agent, | | shop.yaml:15: inputs[0].joins.team: lacks the key 'key'",
                "deal_id: <number> | deal: <number> | shop.yaml:18: inputs[0].fields.deal: unknown field of a target 'deal'; known: deal_id, occurred_at, event_id",
                "deal_id: <number> | account_id: <number> | shop.yaml:20: inputs[0].events[0]: lacks the field 'deal_id'",
                "deal_id: <number> | deal_id: {number} | shop.yaml:18: inputs[0].fields.deal_id.number: has no value",
                "deal_id: <number> | deal_id: [number] | shop.yaml:18: inputs[0].fields.deal_id: a single value is expected here",
                "deal_id: <number> | deal_id: *number | shop.yaml:18: inputs[0].fields.deal_id: YAML aliases",
                "target: deal | target: lead | shop.yaml:21: inputs[0].events[0].target: unknown target 'lead'; known: deal, activity, pipeline, fx-rate",
                "target: deal | target: activity | shop.yaml:24: inputs[0].events[0].fields.amount: unknown field of a target 'activity'",
                "dd/MM/yyyy | dd/QQQQQQ | shop.yaml:23: inputs[0].events[0].fields.occurred_at.format: 'dd/QQQQQQ' is not iso",
                "{from: <opened>, format: dd/MM/yyyy} | 2024-13-01 | shop.yaml:23: inputs[0].events[0].fields.occurred_at: '2024-13-01' is not a date or time in the format 'iso'",
                "decimal: \",\", | decimal: \".\", | shop.yaml:24: inputs[0].events[0].fields.amount: decimal and grouping can't be the same character",
                "decimal: \",\", | format: iso, | shop.yaml:24: inputs[0].events[0].fields.amount.format: unknown key; known here: from, values, required, decimal, grouping",
                "loss_reason, | stage_id, | shop.yaml:27: inputs[0].events[0].fields.cleared: 'stage_id' can't be cleared",
            })
    void says(String valid, @Nullable String broken, String message) {
        String yaml = VALID.replace(valid, broken == null ? "" : broken);
        assertThat(yaml).isNotEqualTo(VALID);

        assertThatThrownBy(() -> Mapping.parse("shop.yaml", yaml))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesWhatIsNoYaml() {
        assertThatThrownBy(() -> Mapping.parse("shop.yaml", "name: shop\ninputs: [\n"))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith("shop.yaml:")
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> Mapping.parse("shop.yaml", "")).hasMessage("shop.yaml:1: the mapping is empty");
        assertThatThrownBy(() -> Mapping.parse("shop.yaml", "name: shop\nname: shop\n"))
                .hasMessage("shop.yaml:2: name: the key stands here twice, first in line 1");
        assertThatThrownBy(() -> Mapping.parse("shop.yaml", "name: shop\n---\nname: shop\n"))
                .hasMessageContaining("here begins another");
        assertThatThrownBy(() -> Mapping.parse("shop.yaml", "name: shop\n"))
                .hasMessage("shop.yaml:1: a mapping needs inputs, pipelines or fx_rates");
    }

    @Test
    void refusesTwoEventsOfOneName() {
        String twice = VALID + "      - {name: opened, target: deal, fields: {occurred_at: 2024-01-01}}\n";

        assertThatThrownBy(() -> Mapping.parse("shop.yaml", twice))
                .hasMessage("shop.yaml:28: inputs[0].events[1].name: another event has this name, in line 20");
    }

    @Test
    void refusesTwoInputsForOneFile() {
        String twice = VALID + """
              - file: deals.csv
                events:
                  - {name: again, target: deal, fields: {deal_id: <number>, occurred_at: 2024-01-01}}
            """;

        assertThatThrownBy(() -> Mapping.parse("shop.yaml", twice))
                .hasMessageStartingWith("shop.yaml:28: inputs[1]: there is another input for deals.csv");
    }
}
