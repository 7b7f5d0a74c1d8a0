/** The {@code setup} command: topics, schemas and tables. */
@NullMarked
package io.dealpulse.cli.setup;

import org.jspecify.annotations.NullMarked;
