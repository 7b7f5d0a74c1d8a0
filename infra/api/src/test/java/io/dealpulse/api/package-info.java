@NullMarked
package io.dealpulse.api;

import org.jspecify.annotations.NullMarked;
