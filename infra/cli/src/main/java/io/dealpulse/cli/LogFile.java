package io.dealpulse.cli;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Where the command's log goes: a file in the data directory, never the terminal. */
final class LogFile {

    private static final String APPENDER = "file";
    private static final String MAX_SIZE = "20MB";
    private static final String KEPT_FILES = "3";

    private LogFile() {}

    /** The log's path in a data directory. */
    static Path in(Path dataDirectory) {
        return dataDirectory.resolve("logs").resolve("dealpulse.log");
    }

    /** Sends all logging of this process to a file, which is created with the first line. */
    static void open(Path file) {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR);
        builder.add(builder.newAppender(APPENDER, "RollingFile")
                .addAttribute("fileName", file.toString())
                .addAttribute("filePattern", file + ".%i")
                .addAttribute("createOnDemand", true)
                .add(builder.newLayout("PatternLayout")
                        .addAttribute("pattern", "%d{ISO8601} %-5p [%t] %c %m%n%throwable"))
                .addComponent(builder.newComponent("Policies")
                        .addComponent(builder.newComponent("SizeBasedTriggeringPolicy")
                                .addAttribute("size", MAX_SIZE)))
                .addComponent(builder.newComponent("DefaultRolloverStrategy").addAttribute("max", KEPT_FILES)));
        // The clients print their whole configuration at INFO.
        builder.add(builder.newLogger("org.apache.kafka", Level.WARN));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef(APPENDER)));
        Configurator.reconfigure(builder.build(false));
    }
}
