/** The read-only HTTP API over ClickHouse's views. */
@NullMarked
package io.dealpulse.api;

import org.jspecify.annotations.NullMarked;
