package io.dealpulse.cli.endtoend;

import io.dealpulse.cli.Home;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One local stack for all test classes of a run, started with the first that needs it and stopped at the end: starting
 * takes longer than many a test. Each test has a {@link Deployment} of its own on it.
 */
final class SharedStack implements BeforeAllCallback {

    private @Nullable LocalStack stack;

    @Override
    public void beforeAll(ExtensionContext context) {
        stack = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedStack.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .stack();
    }

    /** The stack, which runs. */
    LocalStack stack() {
        return Objects.requireNonNull(stack, "the stack runs only during tests");
    }

    private record Running(LocalStack stack, Path directory) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("dealpulse-stack");
                return new Running(LocalStack.start(Home.directory(), directory, Progress.silent()), directory);
            } catch (IOException e) {
                throw new AssertionError("No directory for the stack's data", e);
            }
        }

        @Override
        public void close() throws IOException {
            stack.close();
            List<Path> files;
            try (Stream<Path> tree = Files.walk(directory)) {
                files = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
