@NullMarked
package io.dealpulse.cli.serve;

import org.jspecify.annotations.NullMarked;
