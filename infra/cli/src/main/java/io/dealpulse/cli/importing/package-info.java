/** The command {@code import}: a CRM's CSV export as events. */
@NullMarked
package io.dealpulse.cli.importing;

import org.jspecify.annotations.NullMarked;
