package io.dealpulse.cli.importing;

import java.io.PrintWriter;
import org.apache.avro.specific.SpecificRecord;

/** Where events go. */
interface Destination extends AutoCloseable {

    /** Takes an event; events of one entity stay in the order given. */
    void accept(SpecificRecord event);

    /** Waits until all events so far have arrived, then tells what became of them. */
    void finish(PrintWriter out);

    @Override
    void close();
}
