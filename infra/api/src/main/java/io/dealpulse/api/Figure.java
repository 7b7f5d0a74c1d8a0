package io.dealpulse.api;

import io.dealpulse.api.slice.Request;
import java.util.List;

/** A path of the API. Adding one is a class, a line in {@link ApiServer}, and a path in {@code openapi.yaml}. */
public interface Figure {

    /** Below {@code /api/v1}; names in braces are parameters. */
    String path();

    /** The parameters that it takes after the question mark. */
    List<String> parameters();

    /**
     * The answer, to be written as JSON.
     *
     * @throws io.dealpulse.api.http.ProblemException if the request is wrong, or ClickHouse does not answer
     */
    Object answer(Request request);
}
