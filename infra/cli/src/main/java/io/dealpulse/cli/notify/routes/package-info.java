/** The routing file: who is told of which alerts, and how. */
@NullMarked
package io.dealpulse.cli.notify.routes;

import org.jspecify.annotations.NullMarked;
