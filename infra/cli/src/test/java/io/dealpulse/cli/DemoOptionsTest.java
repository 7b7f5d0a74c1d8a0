package io.dealpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --deals 0                       | --deals must be 1 or more
            --real-time --rate 0            | --rate greater than 0
            --rate 5                        | --rate is for --real-time alone
            --real-time --day-takes 10s     | --day-takes is not for --real-time
            --day-takes 2d                  | --day-takes must be more than 0 s and 1 d at most
            --day-takes 0s                  | --day-takes must be more than 0 s and 1 d at most
            --day-takes soon                | --day-takes must be a number with a unit (ms, s, min or h), such as 10s, not 'soon'
            --once --day-takes 1s           | --once ends with its history: --real-time, --rate and --day-takes are for what comes after it
            """)
    void whatMakesNoSenseIsRefusedBeforeAnythingStarts(String words, String complaint) {
        StringWriter errors = new StringWriter();
        int exitCode = Dealpulse.commandLine().setErr(new PrintWriter(errors)).execute(("demo " + words).split(" "));
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(complaint);
    }
}
