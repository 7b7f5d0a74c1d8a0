@NullMarked
package io.dealpulse.cli.run;

import org.jspecify.annotations.NullMarked;
