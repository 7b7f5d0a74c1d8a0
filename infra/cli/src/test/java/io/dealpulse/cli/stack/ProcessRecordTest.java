package io.dealpulse.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {

    @TempDir
    Path directory;

    private final ProcessHandle thisProcess = ProcessHandle.current();
    private final Instant start = thisProcess.info().startInstant().orElseThrow();

    @Test
    void isReadAsWritten() {
        Path file = directory.resolve("kafka.pid");
        ProcessRecord record = new ProcessRecord(42, Instant.parse("2026-03-01T10:00:00.120Z"), 9092);

        record.write(file);

        assertThat(ProcessRecord.read(file)).contains(record);
        assertThat(ProcessRecord.read(directory.resolve("none.pid"))).isEmpty();
    }

    @Test
    void findsTheProcessOfThatIdAndStart() {
        assertThat(new ProcessRecord(thisProcess.pid(), start, 1).process()).contains(thisProcess);
    }

    @Test
    void anotherProcessThatWasGivenTheSameIdIsNotTaken() {
        Instant former = start.minus(Duration.ofMinutes(1));

        assertThat(new ProcessRecord(thisProcess.pid(), former, 1).process()).isEmpty();
    }

    @Test
    void deadProcessIsNotFound() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessRecord record = ProcessRecord.of(process, 1);
        assertThat(record.process()).isPresent();

        process.destroyForcibly().waitFor();

        assertThat(record.process()).isEmpty();
    }

    @Test
    void damagedFileIsNeverGuessedAt() throws IOException {
        Path file = Files.writeString(directory.resolve("kafka.pid"), "12");

        assertThatThrownBy(() -> ProcessRecord.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("delete the file");
    }
}
