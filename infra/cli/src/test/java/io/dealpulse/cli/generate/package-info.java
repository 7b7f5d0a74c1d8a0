@NullMarked
package io.dealpulse.cli.generate;

import org.jspecify.annotations.NullMarked;
