package io.dealpulse.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.schemas.EventTopic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImporterTest {

    private static final String CALLS = """
            name: calls
            inputs:
              - file: calls.csv
                events:
                  - name: call
                    target: activity
                    fields:
                      deal_id: <deal>
                      lead_id: <lead>
                      rep_id: <rep>
                      type: call
                      state: {from: <state>, values: {yes: DONE, no: PLANNED}}
                      direction: outbound
                      duration_seconds: <seconds>
                      occurred_at: <at>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void makesTheEventsOfARowInTheMappingsOrder() {
        SampleImport orders = orders();

        orders.run();

        DealChanged asked = orders.deals().get(0);
        assertThat(asked.getDealId()).isEqualTo("order-1");
        assertThat(asked.getOccurredAt()).isEqualTo(Instant.parse("2024-03-05T00:00:00Z"));
        assertThat(asked.getStageId()).isEqualTo("asked");
        assertThat(asked.getAmount()).hasToString("1200.50");
        assertThat(asked.getCurrency()).isEqualTo("EUR");
        assertThat(asked.getOwnerId()).isEqualTo("Ada Anvil");
        assertThat(asked.getRecordedAt()).isNull();
        assertThat(asked.getDeleted()).isFalse();
        assertThat(asked.getAttributes()).isEqualTo(Map.of("territory", "Evora", "source", "web"));

        DealChanged settled = orders.deals().get(1);
        assertThat(settled.getDealId()).isEqualTo("order-1");
        assertThat(settled.getStageId()).isEqualTo("won");
        assertThat(settled.getRevision()).isEqualTo(1);
        assertThat(settled.getAmount()).isNull();
        assertThat(settled.getLossReason()).isNull();
        assertThat(settled.getAttributes())
                .isEqualTo(Map.of("territory", "Evora", "source", "shop", "guild", "Northern Guild"));
        assertThat(settled.getCleared()).containsExactly("competitor");
    }

    @Test
    void readsTimesInTheMappingsZoneAndLeavesEmptyFieldsOut() {
        SampleImport orders = orders();

        orders.run();

        DealChanged lost = orders.deals().get(3);
        assertThat(lost.getDealId()).isEqualTo("order-2");
        assertThat(lost.getOccurredAt()).isEqualTo(Instant.parse("2024-03-09T12:00:00Z"));
        assertThat(lost.getLossReason()).isEqualTo("price");
        assertThat(lost.getAttributes()).isEqualTo(Map.of("source", "shop"));
        DealChanged summer = orders.deals().get(4);
        assertThat(summer.getDealId()).isEqualTo("order-3");
        assertThat(summer.getOccurredAt()).isEqualTo(Instant.parse("2024-08-06T23:00:00Z"));
        assertThat(summer.getAmount()).isNull();
    }

    @Test
    void countsSkippedRowsAndWritesRejectedOnesDown() {
        SampleImport orders = orders();

        ImportSummary summary = orders.run();

        assertThat(summary.rows()).isEqualTo(9);
        assertThat(summary.skipped())
                .as("a draft, and a row that no event is for")
                .isEqualTo(2);
        assertThat(summary.rejected()).isEqualTo(3);
        assertThat(summary.events(EventTopic.DEAL_CHANGED)).isEqualTo(6);
        assertThat(orders.deals())
                .extracting(deal -> deal.getDealId() + " " + deal.getStageId())
                .containsExactly(
                        "order-1 asked",
                        "order-1 won",
                        "order-2 asked",
                        "order-2 lost",
                        "order-3 asked",
                        "order-7 lost");
        assertThat(orders.rejects().lines())
                .containsExactly(
                        "file,line,reason,row",
                        "orders.csv,7,owner_id: 'C' is not in smiths.csv (column code),\"5,C,open,09/03/2024,,12,\"",
                        "orders.csv,8,occurred_at: '31/02/2024' is not a date or time in the format 'dd/MM/yyyy',"
                                + "\"6,A,open,31/02/2024,,12,\"",
                        "orders.csv,10,the row has 8 fields and the header 7,\"8,A,open,01/04/2024,,12,x,y\"");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aRowsIdsDependNeitherOnItsPlaceNorOnTheOrderOfColumns(long seed) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 200; row++) {
            rows.add("d" + row % 20 + ",,ann,yes," + row + ",2024-05-01T10:00:00Z");
        }
        SampleImport first = calls("deal,lead,rep,state,seconds,at", rows);
        first.run();
        Collections.shuffle(rows, new Random(seed));
        SampleImport shuffled = calls("deal,lead,rep,state,seconds,at", rows);
        shuffled.run();
        SampleImport turned = calls(
                "at,seconds,state,rep,lead,deal",
                rows.stream().map(ImporterTest::reversed).toList());
        turned.run();

        assertThat(first.activities()).extracting(ActivityLogged::getActivityId).doesNotHaveDuplicates();
        assertThat(shuffled.activities()).containsExactlyInAnyOrderElementsOf(first.activities());
        assertThat(turned.activities()).containsExactlyInAnyOrderElementsOf(first.activities());
    }

    private static String reversed(String row) {
        List<String> values = new ArrayList<>(List.of(row.split(",", -1)));
        Collections.reverse(values);
        return String.join(",", values);
    }

    @Test
    void onlyTheColumnsNamedAsIdTellRowsApart() {
        String byNumber = CALLS.replace("file: calls.csv", "file: calls.csv\n    id: [seconds]");
        SampleImport whole = calls("deal,lead,rep,state,seconds,at", List.of("d,,ann,yes,1,2024-05-01"));
        whole.run();
        SampleImport ann = SampleImport.with(directory, byNumber)
                .file("calls.csv", "deal,lead,rep,state,seconds,at\nd,,ann,yes,1,2024-05-01\n");
        ann.run();
        SampleImport bob = SampleImport.with(directory, byNumber)
                .file(
                        "calls.csv",
                        "deal,lead,rep,state,seconds,at\nd,,bob,yes,1,2024-05-01\ne,,ann,yes,1,2024-05-01\n");
        bob.run();

        String id = ann.activities().get(0).getActivityId();
        assertThat(id)
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(whole.activities().get(0).getActivityId());
        assertThat(bob.activities().get(0).getActivityId()).isEqualTo(id);
        assertThat(bob.activities().get(1).getActivityId())
                .as("of another deal")
                .isNotEqualTo(id);
    }

    @Test
    void theIdOfAKnownRowNeverChanges() {
        SampleImport calls = calls("deal,lead,rep,state,seconds,at", List.of("d,,ann,yes,1,2024-05-01"));

        calls.run();

        assertThat(calls.activities().get(0).getActivityId()).isEqualTo("2e0543ef3687a6f23fba86b064f853c3");
    }

    @Test
    void anActivityNeedsADealOrALead() {
        SampleImport calls = calls(
                "deal,lead,rep,state,seconds,at",
                List.of(",lead-1,ann,no,60,2024-05-01", ",,ann,yes,60,2024-05-01", "d,,ann,maybe,60,2024-05-01"));

        calls.run();

        assertThat(calls.activities()).singleElement().satisfies(call -> {
            assertThat(call.getLeadId()).isEqualTo("lead-1");
            assertThat(call.getDealId()).isNull();
            assertThat(call.getState()).hasToString("PLANNED");
            assertThat(call.getDurationSeconds()).isEqualTo(60);
        });
        assertThat(calls.rejects())
                .contains("calls.csv,3,deal_id and lead_id are both empty; an activity needs one of them,")
                .contains("calls.csv,4,state: 'maybe' matches none of the values in sample.yaml line 12,");
    }

    @Test
    void anIdFromTheFileIsTakenAsItIs() {
        SampleImport calls = SampleImport.with(
                        directory, CALLS.replace("direction: outbound", "activity_id: call-<seconds>"))
                .file("calls.csv", "deal,lead,rep,state,seconds,at\nd,,ann,yes,17,2024-05-01\n");

        calls.run();

        assertThat(calls.activities().get(0).getActivityId()).isEqualTo("call-17");
    }

    @Test
    void definesPipelinesAndRatesFromRowsAndFromTheMappingItself() {
        SampleImport reference = SampleImport.with(directory, """
                        name: reference
                        pipelines:
                          - pipeline_id: small
                            stages: [{stage_id: only, kind: OPEN, probability: 0.5}]
                        fx_rates:
                          - {base: EUR, quote: USD, date: 2024-01-01, rate: 1.10}
                        inputs:
                          - file: stages.csv
                            events:
                              - name: stage
                                target: pipeline
                                fields:
                                  pipeline_id: <pipeline>
                                  name: Pipeline <pipeline>
                                  stage_id: <stage>
                                  kind: <kind>
                                  probability: <chance>
                                  idle_after_days: <idle>
                          - file: rates.csv
                            events:
                              - name: rate
                                target: fx-rate
                                fields: {base: <from>, quote: <to>, date: <day>, rate: <rate>}
                        """)
                .file(
                        "stages.csv",
                        "pipeline,stage,kind,chance,idle\np,b,open,0.1,7\nq,x,won,1,\np,a,open,0.2,\np,b,open,0.3,\n")
                .file("rates.csv", "from,to,day,rate\nEUR,GBP,2024-02-01,0.85\nEUR,GBP,2024-02-02,-1\n");

        ImportSummary summary = reference.run();

        assertThat(reference.events())
                .filteredOn(PipelineDefined.class::isInstance)
                .extracting(event -> (PipelineDefined) event)
                .extracting(pipeline -> pipeline.getName() + " "
                        + pipeline.getStages().stream()
                                .map(StageDefined::getStageId)
                                .toList())
                .containsExactly("small [only]", "Pipeline p [b, a]", "Pipeline q [x]");
        assertThat(reference.events())
                .filteredOn(FxRateSet.class::isInstance)
                .extracting(event ->
                        ((FxRateSet) event).getRate().stripTrailingZeros().toPlainString())
                .containsExactly("1.1", "0.85");
        assertThat(summary.rejected()).isEqualTo(2);
        assertThat(reference.rejects())
                .contains("stages.csv,5,stage_id: 'b' is in pipeline 'p' already,")
                .contains("rates.csv,3,rate: '-1': a rate is greater than 0,");
    }

    @Test
    void stopsAtTheLimitOfEachFile() {
        SampleImport orders = orders().limit(2);

        ImportSummary summary = orders.run();

        assertThat(summary.rows()).isEqualTo(2);
        assertThat(summary.events()).isEqualTo(4);
    }

    @Test
    void stopsBetweenTwoRowsWhenInterrupted() {
        SampleImport orders = orders().interruptedAfter(2);

        assertThat(orders.run().events()).isEqualTo(4);
    }

    @Test
    void definesNoPipelineByHalfWhenInterrupted() {
        String mapping = """
                name: stages
                inputs:
                  - file: stages.csv
                    events:
                      - name: stage
                        target: pipeline
                        fields: {pipeline_id: p, stage_id: <stage>, kind: open, probability: 0.5}
                """;
        SampleImport whole = SampleImport.with(directory, mapping).file("stages.csv", "stage\na\nb\n");
        SampleImport half = SampleImport.with(directory, mapping)
                .file("stages.csv", "stage\na\nb\n")
                .interruptedAfter(1);

        assertThat(whole.run().events()).isEqualTo(1);
        assertThat(half.run().events()).isZero();
    }

    @Test
    void namesAColumnThatAFileLacks() {
        assertThatThrownBy(() -> orders().file("orders.csv", "order,state\n").run())
                .isInstanceOf(ImportException.class)
                .hasMessageContaining(
                        "orders.csv has no column 'smith', which sample.yaml:8: inputs[0].joins.smith.on reads; it has"
                                + " order, state");
        assertThatThrownBy(
                        () -> orders().file("smiths.csv", "code,name,guild\n").run())
                .hasMessageContaining("smiths.csv has no column 'town', which sample.yaml:16:");
        assertThatThrownBy(() -> orders().file("guilds.csv", "label\n").run())
                .hasMessageContaining("guilds.csv has no column 'guild', which sample.yaml:9:");
    }

    @Test
    void refusesAJoinedFileThatIsAmbiguousOrMalformed() {
        assertThatThrownBy(() -> orders().file("guilds.csv", "guild,label\nn,a\n,b\n,c\nn,d\n")
                        .run())
                .isInstanceOf(ImportException.class)
                .hasMessageEndingWith(
                        "guilds.csv:5: 'n' stands in line 2 already, and rows are looked up by guild: keep"
                                + " one of them");
        assertThatThrownBy(() -> orders().file("guilds.csv", "guild,label\nn\n").run())
                .isInstanceOf(ImportException.class)
                .hasMessageEndingWith("guilds.csv:2: the row has 1 fields and the header 2");
    }

    private SampleImport orders() {
        return SampleImport.with(directory, SampleImport.resource("workshop.yaml"))
                .resourceFile("orders.csv")
                .resourceFile("smiths.csv")
                .resourceFile("guilds.csv");
    }

    private SampleImport calls(String header, List<String> rows) {
        return SampleImport.with(directory, CALLS).file("calls.csv", header + "\n" + String.join("\n", rows) + "\n");
    }
}
