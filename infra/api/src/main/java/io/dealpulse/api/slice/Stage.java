package io.dealpulse.api.slice;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A stage of a pipeline.
 *
 * @param position its place in the pipeline
 * @param kind open, won or lost
 * @param probability of winning from here, 0 to 1
 */
public record Stage(String stageId, String name, int position, String kind, double probability) {

    @JsonIgnore
    public boolean isOpen() {
        return kind.equals("open");
    }
}
