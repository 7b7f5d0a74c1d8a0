package io.dealpulse.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.importing.mapping.Mapping;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.schemas.EventTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mappings that come with Dealpulse, on made-up rows with the columns of their data sets. */
class ShippedMappingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void theListIsTheDirectory() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("dealpulse.home"), "infra", "cli", "mappings"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(MappingFile.SHIPPED);
        }
    }

    @Test
    void theExampleInTheDocumentationIsValid() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("dealpulse.home"), "docs", "import.md"));
        String example = page.substring(page.indexOf("```yaml") + "```yaml".length());

        Mapping mapping = Mapping.parse("import.md", example.substring(0, example.indexOf("```")));

        assertThat(mapping.inputFiles()).containsExactly("orders.csv");
    }

    @Test
    void mavenCrm() {
        SampleImport crm = SampleImport.with(directory, MappingFile.read("maven-crm"))
                .file("sales_pipeline.csv", """
                        opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
                        W,Ann Arbor,GTXPro,Gasworks,Won,2017-01-10,2017-03-02,4700
                        L,Bob Bright,MG Special,,Lost,2017-01-11,2017-03-03,0
                        E,Ann Arbor,GTX Pro,Gasworks,Engaging,2017-05-01,,
                        P,Bob Bright,MG Special,,Prospecting,,,
                        X,Bob Bright,Unheard of,,Prospecting,,,
                        Y,Bob Bright,MG Special,,Engaged,2017-05-01,2017-06-01,1
                        """)
                .file(
                        "sales_teams.csv",
                        "sales_agent,manager,regional_office\nAnn Arbor,Max,East\nBob Bright,Mia,West\n")
                .file("products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n")
                .file("accounts.csv", "account,sector\nGasworks,technolgy\n");

        ImportSummary summary = crm.run();

        assertThat(crm.deals())
                .extracting(deal -> deal.getDealId() + " " + deal.getStageId() + " " + deal.getOccurredAt() + " "
                        + deal.getAmount() + " " + deal.getCurrency() + " " + deal.getRevision())
                .containsExactly(
                        "W Engaging 2017-01-10T00:00:00Z 4821.00 USD 1",
                        "W Won 2017-03-02T00:00:00Z 4700.00 USD 2",
                        "L Engaging 2017-01-11T00:00:00Z 55.00 USD 1",
                        "L Lost 2017-03-03T00:00:00Z 0.00 USD 2",
                        "E Engaging 2017-05-01T00:00:00Z 4821.00 USD 1",
                        "P Prospecting 2017-12-31T00:00:00Z 55.00 USD 0");
        assertThat(crm.deals().get(0).getOwnerId()).isEqualTo("Ann Arbor");
        assertThat(crm.deals().get(0).getAccountId()).isEqualTo("Gasworks");
        assertThat(crm.deals().get(0).getAttributes())
                .isEqualTo(Map.of(
                        "manager",
                        "Max",
                        "region",
                        "East",
                        "product",
                        "GTX Pro",
                        "series",
                        "GTX",
                        "sector",
                        "technology"));
        assertThat(crm.deals().get(2).getAccountId()).isNull();
        assertThat(crm.deals().get(2).getAttributes()).doesNotContainKey("sector");
        assertThat(pipelineOf(crm)).isEqualTo("maven-crm: Prospecting 0.2, Engaging 0.5, Won 1.0, Lost 0.0");
        assertThat(summary.rejected()).isEqualTo(2);
        assertThat(crm.rejects())
                .contains("sales_pipeline.csv,6,amount: 'Unheard of' is not in products.csv (column product)")
                .contains("sales_pipeline.csv,7,stage_id: 'Engaged' matches none of the values");
    }

    @Test
    void bpi2012Loans() {
        SampleImport loans = SampleImport.with(directory, MappingFile.read("bpi2012-loans.yaml"))
                .file("events.csv", """
                        case_id,seq,activity,lifecycle,resource,timestamp
                        7,1,A_SUBMITTED,COMPLETE,112,2012-01-01T10:00:00.500+01:00
                        7,2,A_PARTLYSUBMITTED,COMPLETE,112,2012-01-01T10:00:00.500+01:00
                        7,3,W_Nabellen offertes,SCHEDULE,112,2012-01-01T10:00:01.000+01:00
                        7,4,W_Nabellen offertes,COMPLETE,11,2012-01-02T10:00:01.000+01:00
                        7,5,W_Valideren aanvraag,COMPLETE,,2012-07-02T10:00:01.000+02:00
                        7,6,O_CREATED,COMPLETE,11,2012-07-03T10:00:01.000+02:00
                        7,7,A_APPROVED,COMPLETE,11,2012-07-03T10:00:02.000+02:00
                        7,8,A_REGISTERED,COMPLETE,11,2012-07-03T10:00:02.000+02:00
                        7,9,A_ACTIVATED,COMPLETE,11,2012-07-03T10:00:02.000+02:00
                        8,1,A_SUBMITTED,COMPLETE,112,2012-01-01T10:00:00.500+01:00
                        """)
                .file("cases.csv", "case_id,amount_req,reg_date\n7,15000,2012-01-01T10:00:00.500+01:00\n");

        ImportSummary summary = loans.run();

        assertThat(loans.deals())
                .extracting(deal -> deal.getDealId() + " " + deal.getStageId() + " " + deal.getOccurredAt() + " "
                        + deal.getAmount() + " " + deal.getCurrency() + " " + deal.getRevision() + " "
                        + deal.getOwnerId())
                .containsExactly(
                        "7 A_SUBMITTED 2012-01-01T09:00:00.500Z 15000.00 EUR 1 112",
                        "7 A_PARTLYSUBMITTED 2012-01-01T09:00:00.500Z 15000.00 EUR 2 112",
                        "7 A_APPROVED 2012-07-03T08:00:02Z 15000.00 EUR 7 11");
        assertThat(loans.deals()).extracting(DealChanged::getEventId).doesNotHaveDuplicates();
        assertThat(loans.activities())
                .extracting(work -> work.getDealId() + " " + work.getType() + " " + work.getState() + " "
                        + work.getRepId() + " " + work.getOccurredAt())
                .containsExactly("7 CALL DONE 11 2012-01-02T09:00:01Z", "7 TASK DONE null 2012-07-02T08:00:01Z");
        assertThat(loans.activities()).extracting(ActivityLogged::getActivityId).doesNotHaveDuplicates();
        assertThat(pipelineOf(loans))
                .isEqualTo("bpi2012-loans: A_SUBMITTED 0.17, A_PARTLYSUBMITTED 0.17, A_PREACCEPTED 0.3,"
                        + " A_ACCEPTED 0.44, A_FINALIZED 0.45, A_APPROVED 1.0, A_DECLINED 0.0, A_CANCELLED 0.0");
        assertThat(summary.skipped()).isEqualTo(4);
        assertThat(summary.events(EventTopic.PIPELINE_DEFINED)).isEqualTo(1);
        assertThat(loans.rejects()).contains("events.csv,11,amount: '8' is not in cases.csv (column case_id)");
    }

    private static String pipelineOf(SampleImport sample) {
        PipelineDefined pipeline = (PipelineDefined) sample.events().get(0);
        return pipeline.getPipelineId() + ": "
                + String.join(
                        ", ",
                        pipeline.getStages().stream()
                                .map(ShippedMappingsTest::stage)
                                .toList());
    }

    private static String stage(StageDefined stage) {
        return stage.getStageId() + " " + stage.getProbability();
    }
}
