package io.dealpulse.cli.importing;

import java.io.IOException;
import java.io.Reader;

/**
 * Hands a text on and remembers its latest lines, so that a row can be shown just as it was written. A line ends in LF,
 * CR or both.
 */
final class RecentText extends Reader {

    /** Longer rows come from a quote that is never closed; without a limit one would fill the memory. */
    static final int LONGEST_ROW = 1 << 20;

    private static final int WORTH_FORGETTING = 1 << 16;

    private final Reader source;
    private final StringBuilder text = new StringBuilder();
    private long firstLine = 1;

    RecentText(Reader source) {
        this.source = source;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (text.length() > LONGEST_ROW + WORTH_FORGETTING) {
            throw new OverlongRowException();
        }
        int count = source.read(buffer, offset, length);
        if (count > 0) {
            text.append(buffer, offset, count);
        }
        return count;
    }

    /** A row exceeds {@link #LONGEST_ROW} characters. */
    static final class OverlongRowException extends IOException {}

    /** Allows to forget the lines before this one. */
    void forgetBefore(long line) {
        if (text.length() > WORTH_FORGETTING) {
            text.delete(0, startOf(line));
            firstLine = line;
        }
    }

    /** The text of these lines, the last one's end left out. */
    String lines(long first, long last) {
        int end = startOf(last + 1);
        while (end > 0 && isLineEnd(text.charAt(end - 1))) {
            end--;
        }
        int start = startOf(first);
        return text.substring(start, Math.max(start, end));
    }

    private int startOf(long line) {
        long current = firstLine;
        int at = 0;
        while (current < line && at < text.length()) {
            char character = text.charAt(at++);
            if (isLineEnd(character)) {
                if (character == '\r' && at < text.length() && text.charAt(at) == '\n') {
                    at++;
                }
                current++;
            }
        }
        return at;
    }

    private static boolean isLineEnd(char character) {
        return character == '\n' || character == '\r';
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
