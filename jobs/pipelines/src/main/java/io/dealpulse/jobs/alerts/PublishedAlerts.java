package io.dealpulse.jobs.alerts;

import java.io.Serializable;
import java.util.function.Consumer;

/** What former runs have told of alerts. */
@FunctionalInterface
interface PublishedAlerts extends Serializable {

    /**
     * Visits the last message of each alert.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void visit(Consumer<AlertMessage> visitor) throws InterruptedException;
}
