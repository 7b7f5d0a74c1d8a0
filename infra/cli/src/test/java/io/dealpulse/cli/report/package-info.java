@NullMarked
package io.dealpulse.cli.report;

import org.jspecify.annotations.NullMarked;
