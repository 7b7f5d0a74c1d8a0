package io.dealpulse.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void wordsStandLeftAndNumbersRight() {
        TextTable table = new TextTable().words("stage").numbers("deals", "€");
        table.row("proposal", "7", "–").row("won", "1,234", "5");

        assertThat(table.lines())
                .containsExactly(
                        "stage     deals  €", //
                        "────────  ─────  ─",
                        "proposal      7  –",
                        "won       1,234  5");
    }

    @Test
    void trailingSpacesAreLeftOut() {
        assertThat(new TextTable().words("a").words("longer").row("1", "2").lines())
                .containsExactly("a  longer", "─  ──────", "1  2");
    }

    @Test
    void refusesARowThatDoesNotFit() {
        TextTable table = new TextTable().words("a").words("b");

        assertThatThrownBy(() -> table.row("1")).hasMessage("a row of 1 cells in a table of 2 columns");
        assertThat(table.isEmpty()).isTrue();
    }
}
