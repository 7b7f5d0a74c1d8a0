@NullMarked
package io.dealpulse.cli.setup;

import org.jspecify.annotations.NullMarked;
