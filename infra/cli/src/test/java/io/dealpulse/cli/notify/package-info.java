@NullMarked
package io.dealpulse.cli.notify;

import org.jspecify.annotations.NullMarked;
