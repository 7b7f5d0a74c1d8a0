/** Looks at dead letters, and sends their records again. */
@NullMarked
package io.dealpulse.cli.deadletters;

import org.jspecify.annotations.NullMarked;
