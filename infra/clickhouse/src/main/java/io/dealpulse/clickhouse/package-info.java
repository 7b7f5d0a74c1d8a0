/** Tables, views and functions of the ClickHouse database, as numbered migrations. */
@NullMarked
package io.dealpulse.clickhouse;

import org.jspecify.annotations.NullMarked;
