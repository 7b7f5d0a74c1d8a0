@NullMarked
package io.dealpulse.cli.notify.webhook;

import org.jspecify.annotations.NullMarked;
