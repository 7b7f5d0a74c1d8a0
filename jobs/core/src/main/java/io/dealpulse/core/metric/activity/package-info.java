@NullMarked
package io.dealpulse.core.metric.activity;

import org.jspecify.annotations.NullMarked;
