/** Which deals and days a question is about, and what is known of pipelines, dimensions and rates to read it by. */
@NullMarked
package io.dealpulse.api.slice;

import org.jspecify.annotations.NullMarked;
