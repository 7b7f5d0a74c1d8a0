/** The mapping language: how the rows of a CRM's CSV export become events. Explained in docs/import.md. */
@NullMarked
package io.dealpulse.cli.importing.mapping;

import org.jspecify.annotations.NullMarked;
