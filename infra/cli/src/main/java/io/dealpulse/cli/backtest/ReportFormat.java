package io.dealpulse.cli.backtest;

/** How a report is written; the names are those of the command line. */
enum ReportFormat {
    /** For people. */
    table,
    /** One line for each rule. */
    csv,
    /** One object. */
    json;

    String write(BacktestReport report) {
        return switch (this) {
            case table -> report.table();
            case csv -> report.csv();
            case json -> report.json();
        };
    }
}
