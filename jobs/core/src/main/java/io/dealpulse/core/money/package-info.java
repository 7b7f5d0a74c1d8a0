@NullMarked
package io.dealpulse.core.money;

import org.jspecify.annotations.NullMarked;
