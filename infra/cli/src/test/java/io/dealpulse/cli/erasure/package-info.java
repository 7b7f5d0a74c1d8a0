@NullMarked
package io.dealpulse.cli.erasure;

import org.jspecify.annotations.NullMarked;
