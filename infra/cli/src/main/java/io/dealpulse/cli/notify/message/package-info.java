/** What a webhook says. */
@NullMarked
package io.dealpulse.cli.notify.message;

import org.jspecify.annotations.NullMarked;
