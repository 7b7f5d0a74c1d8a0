@NullMarked
package io.dealpulse.clickhouse.local;

import org.jspecify.annotations.NullMarked;
