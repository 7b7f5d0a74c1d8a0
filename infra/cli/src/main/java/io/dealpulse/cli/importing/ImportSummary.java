package io.dealpulse.cli.importing;

import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What an import did, counted as it goes on. */
final class ImportSummary {

    private static final class RowCounts {
        private long rows;
        private long skipped;
        private long rejected;
    }

    private final Map<String, RowCounts> files = new LinkedHashMap<>();
    private final Map<EventTopic, Long> events = new EnumMap<>(EventTopic.class);

    void addRow(Path file) {
        countsOf(file).rows++;
    }

    void addSkipped(Path file) {
        countsOf(file).skipped++;
    }

    void addRejected(Path file) {
        countsOf(file).rejected++;
    }

    void addEvent(EventTopic topic) {
        events.merge(topic, 1L, Long::sum);
    }

    private RowCounts countsOf(Path file) {
        return files.computeIfAbsent(file.toString(), unused -> new RowCounts());
    }

    /** All rows of inputs that were read. */
    long rows() {
        return files.values().stream().mapToLong(counts -> counts.rows).sum();
    }

    /** The rows that none of the mapping's events is for. */
    long skipped() {
        return files.values().stream().mapToLong(counts -> counts.skipped).sum();
    }

    /** The rows that could not be mapped. */
    long rejected() {
        return files.values().stream().mapToLong(counts -> counts.rejected).sum();
    }

    /** All events. */
    long events() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The events for one topic. */
    long events(EventTopic topic) {
        return events.getOrDefault(topic, 0L);
    }

    void print(PrintWriter out, Duration elapsed) {
        files.forEach((file, counts) -> out.printf(
                Locale.ROOT,
                "  %-40s %,12d rows %,12d skipped %,8d rejected%n",
                file,
                counts.rows,
                counts.skipped,
                counts.rejected));
        events.forEach((topic, count) -> out.printf(Locale.ROOT, "  %-40s %,12d events%n", topic.topicName(), count));
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        out.printf(
                Locale.ROOT, "  %.1f s, %,.0f rows/s, %,.0f events/s%n", seconds, rows() / seconds, events() / seconds);
        out.flush();
    }
}
