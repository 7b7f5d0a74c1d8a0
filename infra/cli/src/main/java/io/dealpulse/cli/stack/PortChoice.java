package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * The ports on 127.0.0.1 that are asked for; null leaves one to the stack: where the part runs or last ran, else its
 * default.
 *
 * @param kafka default 9092
 * @param registry default 8081
 * @param clickHouse default 8123
 */
public record PortChoice(
        @Nullable Integer kafka,
        @Nullable Integer registry,
        @Nullable Integer clickHouse) {

    private static final int MAX_PORT = 65_535;

    /**
     * Takes real ports alone.
     *
     * @throws CommandFailure if one is not from 1 to 65535
     */
    public PortChoice {
        requirePort("Kafka", kafka);
        requirePort("the schema registry", registry);
        requirePort("ClickHouse", clickHouse);
    }

    /** Asks for none. */
    public static PortChoice none() {
        return new PortChoice(null, null, null);
    }

    /** Asks for ports that nobody uses now. */
    public static PortChoice free() {
        return new PortChoice(Ports.anyFree(), Ports.anyFree(), Ports.anyFree());
    }

    private static void requirePort(String part, @Nullable Integer port) {
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw new CommandFailure("%d is no port for %s: 1 to %d is allowed.".formatted(port, part, MAX_PORT));
        }
    }
}
