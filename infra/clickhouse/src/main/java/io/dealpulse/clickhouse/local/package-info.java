/** ClickHouse's engine as a process of this machine, for development, demos and tests. */
@NullMarked
package io.dealpulse.clickhouse.local;

import org.jspecify.annotations.NullMarked;
