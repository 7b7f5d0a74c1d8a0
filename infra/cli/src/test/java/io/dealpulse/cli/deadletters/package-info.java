@NullMarked
package io.dealpulse.cli.deadletters;

import org.jspecify.annotations.NullMarked;
