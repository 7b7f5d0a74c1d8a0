package io.dealpulse.cli.report;

/** How a report is written; the names are those of the command line. */
public enum ReportFormat {
    /** For people. */
    table,
    /** One line for each row, under the columns' names. */
    csv,
    /** One object. */
    json;

    /** The report in this format, with the end of its last line. */
    public String write(FormattedReport report) {
        return switch (this) {
            case table -> report.table();
            case csv -> report.csv();
            case json -> report.json();
        };
    }
}
