@NullMarked
package io.dealpulse.cli.verify;

import org.jspecify.annotations.NullMarked;
