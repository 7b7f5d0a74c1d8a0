@NullMarked
package io.dealpulse.cli.notify.routes;

import org.jspecify.annotations.NullMarked;
