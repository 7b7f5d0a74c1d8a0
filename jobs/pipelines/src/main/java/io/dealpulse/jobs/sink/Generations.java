package io.dealpulse.jobs.sink;

import java.io.IOException;
import java.io.Serializable;

/** Hands out generations: each is higher than that of any writer that claimed one before, living or not. */
public interface Generations extends Serializable {

    /** The highest generation that was ever claimed or written, 0 if none. */
    long highest() throws IOException;

    /**
     * Claims the next generation for a writer.
     *
     * @param writer which writer it is for, for people who look at the claims
     * @return above {@link #highest()} as it was, and below 2^32
     * @throws IOException if the claim could not be made
     */
    long claim(String writer) throws IOException;
}
