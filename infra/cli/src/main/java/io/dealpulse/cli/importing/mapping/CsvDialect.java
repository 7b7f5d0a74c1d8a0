package io.dealpulse.cli.importing.mapping;

import java.nio.charset.Charset;

/**
 * How the CSV files are written.
 *
 * @param delimiter between fields
 * @param quote around fields that hold a delimiter, a quote (doubled) or a line end
 * @param encoding of the text
 */
public record CsvDialect(char delimiter, char quote, Charset encoding) {}
