@NullMarked
package io.dealpulse.cli;

import org.jspecify.annotations.NullMarked;
