/** Erasing deals for good: from the figures, and then from ClickHouse's parts. */
@NullMarked
package io.dealpulse.cli.erasure;

import org.jspecify.annotations.NullMarked;
