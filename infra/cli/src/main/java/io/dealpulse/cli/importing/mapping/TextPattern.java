package io.dealpulse.cli.importing.mapping;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Matches a text as a whole, {@code *} standing for anything: {@code Won}, {@code W_*}. Only '' matches ''. */
final class TextPattern {

    private final String source;
    private final boolean wild;
    private final Pattern pattern;

    private TextPattern(String source) {
        this.source = source;
        this.wild = source.contains("*");
        this.pattern = Pattern.compile(
                Arrays.stream(source.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    static TextPattern of(String source) {
        return new TextPattern(source);
    }

    boolean matches(String text) {
        if (!wild || text.isEmpty()) {
            return source.equals(text);
        }
        return pattern.matcher(text).matches();
    }

    @Override
    public String toString() {
        return source;
    }
}
