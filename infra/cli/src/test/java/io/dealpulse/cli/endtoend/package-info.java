@NullMarked
package io.dealpulse.cli.endtoend;

import org.jspecify.annotations.NullMarked;
