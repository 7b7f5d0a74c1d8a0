package io.dealpulse.clickhouse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One numbered SQL file with one statement, in which <code>${database}</code> stands for the database's name.
 *
 * <p>Statements can be repeated ({@code IF NOT EXISTS}, {@code OR REPLACE}): a process may die between running one and
 * recording it.
 *
 * @param number its place in the order, from 1
 * @param file the file's name, as {@code 0001_deals.sql}
 * @param text the file's content, with line feeds only
 */
record Migration(int number, String file, String text) {

    private static final Pattern FILE_NAME = Pattern.compile("(\\d{4})_[a-z0-9_]+\\.sql");

    static Migration of(String file, String content) {
        Matcher name = FILE_NAME.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(
                    "Migration " + file + " is not named like 0001_deals.sql: four digits, then lower-case words");
        }
        // A checkout that writes CRLF must not change the checksum.
        return new Migration(Integer.parseInt(name.group(1)), file, content.replace("\r\n", "\n"));
    }

    String statementFor(String database) {
        return text.replace("${database}", database);
    }

    /** SHA-256 of the text, in hexadecimal digits. */
    String checksum() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
