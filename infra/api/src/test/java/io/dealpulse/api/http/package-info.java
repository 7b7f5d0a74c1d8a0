@NullMarked
package io.dealpulse.api.http;

import org.jspecify.annotations.NullMarked;
