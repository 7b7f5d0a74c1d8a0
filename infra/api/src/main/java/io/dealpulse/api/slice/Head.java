package io.dealpulse.api.slice;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What an answer begins with: what it is about. */
public record Head(
        String pipeline,
        String dimension,
        String value,
        LocalDate from,
        LocalDate to,
        @Nullable LocalDate asOf) {}
