/** The documentation as far as it can be tested: what its pages print is what the software answers. */
@NullMarked
package io.dealpulse.jobs.documentation;

import org.jspecify.annotations.NullMarked;
