/** What every answer has in common: parameters, problems, the cache, and who may ask. */
@NullMarked
package io.dealpulse.api.http;

import org.jspecify.annotations.NullMarked;
