package io.dealpulse.jobs.options;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The reference page of all options, as {@code docs/options.md} holds it. */
public final class OptionsReference {

    private OptionsReference() {}

    /** Prints the page. */
    public static void main(String[] arguments) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(markdown());
    }

    /** The page in Markdown. */
    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Options

                <!-- Generated from the catalogue io.dealpulse.jobs.options.Options; see CONTRIBUTING.md. -->

                Every command and job takes these. The first that gives an option wins:

                1. its command-line flag, where it has one (`--kafka`, `--registry`, `--clickhouse`, `--data-dir`, …)
                2. `--set option=value`
                3. the environment: the option in upper case, dots as underscores, after `DEALPULSE_`
                   (`base.currency` is `DEALPULSE_BASE_CURRENCY`)
                4. the file given by `--config`: one `option = value` a line, lines that begin with `#` are comments
                5. the default

                A duration is a whole number with a unit: `ms`, `s`, `min`, `h` or `d`. An option that isn't known, or a
                value that isn't allowed, stops the command before it does anything.

                | option | type | default | meaning | allowed |
                |---|---|---|---|---|
                """);
        for (Option<?> option : Options.all()) {
            row(
                    page,
                    option.key(),
                    option.type().name(),
                    option.defaultText().isEmpty() ? "" : "`" + option.defaultText() + "`",
                    option.doc(),
                    option.type().allowed());
        }
        for (PassThrough family : Options.passThroughs()) {
            row(page, family.prefix() + "*", "text", "", family.doc(), "any text");
        }
        page.append("""

                Secrets (passwords, tokens, `jaas` settings) are masked wherever options are printed. Give them by the
                environment or the config file, not on the command line.
                """);
        return page.toString();
    }

    private static void row(StringBuilder page, String key, String type, String standard, String doc, String allowed) {
        page.append("| `%s` | %s | %s | %s | %s |\n".formatted(key, type, standard, doc, allowed));
    }
}
