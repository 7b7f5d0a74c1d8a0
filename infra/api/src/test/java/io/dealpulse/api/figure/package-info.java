@NullMarked
package io.dealpulse.api.figure;

import org.jspecify.annotations.NullMarked;
