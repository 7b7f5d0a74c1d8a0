@NullMarked
package io.dealpulse.cli.publish;

import org.jspecify.annotations.NullMarked;
