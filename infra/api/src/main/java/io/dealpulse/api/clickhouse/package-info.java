/** Asks ClickHouse's views. */
@NullMarked
package io.dealpulse.api.clickhouse;

import org.jspecify.annotations.NullMarked;
