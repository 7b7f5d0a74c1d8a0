/** The {@code demo} command: everything at once, on generated traffic. */
@NullMarked
package io.dealpulse.cli.demo;

import org.jspecify.annotations.NullMarked;
