@NullMarked
package io.dealpulse.cli.importing.mapping;

import org.jspecify.annotations.NullMarked;
