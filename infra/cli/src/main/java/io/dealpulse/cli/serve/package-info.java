/** Serves the dashboard and its API. */
@NullMarked
package io.dealpulse.cli.serve;

import org.jspecify.annotations.NullMarked;
