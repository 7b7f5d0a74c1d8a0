/** The figures: a class for each, with its query and its answer. */
@NullMarked
package io.dealpulse.api.figure;

import org.jspecify.annotations.NullMarked;
