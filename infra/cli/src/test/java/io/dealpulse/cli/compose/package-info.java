@NullMarked
package io.dealpulse.cli.compose;

import org.jspecify.annotations.NullMarked;
