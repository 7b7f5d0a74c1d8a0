package io.dealpulse.cli.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.importing.mapping.CsvDialect;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {

    private static final CsvDialect PLAIN = new CsvDialect(',', '"', UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void readsPastAByteOrderMarkWithAnyLineEnds() {
        assertThat(read("\uFEFF\"id\",name\r\n1,a\r\n2,b\n3,c\r4,d"))
                .containsExactly("2: 1|a", "3: 2|b", "4: 3|c", "5: 4|d");
    }

    @Test
    void countsLinesLikeAnEditor() {
        assertThat(read("id,name\n\n1,\"two\r\nlines\"\n\n \n2, b \n3,\"c\"\"d\"\n"))
                .containsExactly("3: 1|two\r\nlines", "7: 2|b", "8: 3|c\"d");
    }

    @Test
    void rejectsARowThatIsShorterOrLongerThanTheHeader() {
        assertThat(read("id,name\n1\n2,b,c\n3,d\n"))
                .containsExactly(
                        "2: rejected: the row has 1 fields and the header 2 <1>",
                        "3: rejected: the row has 3 fields and the header 2 <2,b,c>",
                        "4: 3|d");
    }

    @Test
    void goesOnAfterMalformedQuotes() {
        List<String> rows = read("id,name\n1,\"a\"b,c\n2,b\n3,\"x\"\"y\"z\",\"\nw\"\n4,d\n");

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0)).startsWith("2: rejected: malformed quotes").endsWith("<1,\"a\"b,c>");
        assertThat(rows.get(1)).isEqualTo("3: 2|b");
        assertThat(rows.get(2)).startsWith("4: rejected: malformed quotes").endsWith("<3,\"x\"\"y\"z\",\">");
        assertThat(rows.get(3)).as("every line is accounted for").endsWith("<w\">");
        assertThat(rows.get(4)).isEqualTo("6: 4|d");
    }

    @Test
    void rejectsAQuoteThatIsNeverClosed() {
        assertThat(read("id,name\n1,a\n2,\"b\n3,c\n"))
                .containsExactly(
                        "2: 1|a",
                        "3: rejected: a quote is opened and not closed before the end of the file <2,\"b\n3,c>");
    }

    @Test
    void refusesARowThatWouldFillTheMemory() {
        String endless = "id,name\n1,\"" + "x".repeat(RecentText.LONGEST_ROW + 200_000) + "\n";

        assertThatThrownBy(() -> read(endless))
                .isInstanceOf(ImportException.class)
                .hasMessageEndingWith(
                        "deals.csv:2: this row is longer than 1048576 characters; is a quote in it not" + " closed?");
    }

    @Test
    void refusesAHeaderThatSaysAColumnTwice() {
        assertThatThrownBy(() -> read("id,name,id\n1,a,2\n"))
                .isInstanceOf(ImportException.class)
                .hasMessageEndingWith("deals.csv:1: the header has the column 'id' twice; rename one of them");
        assertThat(read("id,name,,\n1,a,,\n")).containsExactly("2: 1|a");
    }

    @Test
    void refusesAFileWithoutHeader() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("deals.csv is empty");
        assertThatThrownBy(() -> CsvReader.open(directory.resolve("none.csv"), PLAIN))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("none.csv can't be read");
    }

    @Test
    void refusesAnotherEncodingThanTheMappings() throws IOException {
        Path file = directory.resolve("deals.csv");
        Files.writeString(file, "id,name\n1,Zoë\n", ISO_8859_1);

        assertThatThrownBy(() -> read(file, PLAIN))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("text that is not UTF-8; set csv.encoding in the mapping");
        assertThat(read(file, new CsvDialect(',', '"', ISO_8859_1))).containsExactly("2: 1|Zoë");
    }

    @Test
    void readsOtherDialects() throws IOException {
        Path file = directory.resolve("deals.csv");
        Files.writeString(file, "id;name\n1;'a;b'\n2;\"c\"\n");

        assertThat(read(file, new CsvDialect(';', '\'', UTF_8))).containsExactly("2: 1|a;b", "3: 2|\"c\"");
    }

    @Test
    void showsARowFarIntoALongFileAsWritten() {
        StringBuilder text = new StringBuilder("id,name\r\n");
        for (int row = 1; row <= 40_000; row++) {
            text.append(row).append(",\"several\r\nlines\"\r\n");
        }
        text.append("last,\"one\",too many\r\n");

        List<String> rows = read(text.toString());

        assertThat(rows).hasSize(40_001);
        assertThat(rows.get(39_999)).isEqualTo("80000: 40000|several\r\nlines");
        assertThat(rows.get(40_000))
                .isEqualTo("80002: rejected: the row has 3 fields and the header 2 <last,\"one\",too many>");
    }

    private List<String> read(String text) {
        try {
            Path file = directory.resolve("deals.csv");
            Files.writeString(file, text);
            return read(file, PLAIN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> read(Path file, CsvDialect dialect) {
        List<String> rows = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(file, dialect)) {
            boolean more = true;
            while (more) {
                try {
                    more = reader.next();
                    if (more) {
                        rows.add(reader.line() + ": "
                                + String.join(
                                        "|",
                                        reader.columns().stream()
                                                .map(reader::value)
                                                .toList()));
                    }
                } catch (UnmappableRowException e) {
                    rows.add(reader.line() + ": rejected: " + e.getMessage() + " <" + reader.raw() + ">");
                }
            }
        }
        return rows;
    }
}
