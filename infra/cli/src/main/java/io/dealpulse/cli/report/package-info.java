/** The main figures as tables on the terminal: read from ClickHouse's views, then formatted, apart from each other. */
@NullMarked
package io.dealpulse.cli.report;

import org.jspecify.annotations.NullMarked;
