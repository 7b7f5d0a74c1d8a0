package io.dealpulse.cli.importing;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far an import has got: a bar on a terminal, else a line now and then. */
abstract class ImportProgress {

    private static final long NANOSECONDS_BETWEEN_LINES = 5_000_000_000L;
    /** Looking at the clock costs more than a row may. */
    private static final int ROWS_BETWEEN_LOOKS = 1024;

    /** A file begins. */
    abstract void begin(Path file);

    /** So many bytes and rows of the file are read. */
    abstract void reached(long bytes, long rows);

    /** The file is done with. */
    abstract void end();

    /** The way that suits where the output goes. */
    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 22 on the launcher's -Djdk.console=java.base keeps it null in a pipe
    static ImportProgress forOutput(PrintWriter out) {
        return System.console() == null ? new Lines(out) : new Bar();
    }

    private static long sizeOf(Path file) {
        try {
            return Math.max(1, Files.size(file));
        } catch (IOException e) {
            throw new ImportException(file + " can't be read: " + e, e);
        }
    }

    private static final class Bar extends ImportProgress {

        private @Nullable ProgressBar bar;

        @Override
        void begin(Path file) {
            bar = new ProgressBarBuilder()
                    .setTaskName(String.valueOf(file.getFileName()))
                    .setInitialMax(sizeOf(file))
                    .setUnit(" MB", 1_000_000)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .build();
        }

        @Override
        void reached(long bytes, long rows) {
            if (bar != null && rows % ROWS_BETWEEN_LOOKS == 0) {
                bar.stepTo(bytes);
            }
        }

        @Override
        void end() {
            if (bar != null) {
                bar.stepTo(bar.getMax());
                bar.close();
            }
        }
    }

    private static final class Lines extends ImportProgress {

        private final PrintWriter out;
        private Path file = Path.of("");
        private long size = 1;
        private long shownAt;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        void begin(Path begun) {
            file = begun;
            size = sizeOf(begun);
            shownAt = System.nanoTime();
        }

        @Override
        void reached(long bytes, long rows) {
            if (rows % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - shownAt > NANOSECONDS_BETWEEN_LINES) {
                shownAt = System.nanoTime();
                out.printf(Locale.ROOT, "%s: %,d rows, %d %%%n", file, rows, 100 * bytes / size);
                out.flush();
            }
        }

        @Override
        void end() {}
    }
}
