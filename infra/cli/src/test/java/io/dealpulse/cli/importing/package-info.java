@NullMarked
package io.dealpulse.cli.importing;

import org.jspecify.annotations.NullMarked;
