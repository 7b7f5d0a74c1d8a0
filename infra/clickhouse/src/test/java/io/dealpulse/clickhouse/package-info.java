@NullMarked
package io.dealpulse.clickhouse;

import org.jspecify.annotations.NullMarked;
