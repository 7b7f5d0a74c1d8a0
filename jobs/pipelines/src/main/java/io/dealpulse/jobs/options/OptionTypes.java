package io.dealpulse.jobs.options;

import io.dealpulse.core.metric.Dimensions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that the catalogue's options have. */
final class OptionTypes {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:/,]+):(\\d{1,5})");
    private static final Pattern HOST_NAME = Pattern.compile("\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_PORT = 65_535;

    private OptionTypes() {}

    static OptionType<String> text() {
        return new OptionType<>("text", "any text", text -> text);
    }

    /** What a header of HTTP can carry unchanged. */
    static OptionType<String> token() {
        return new OptionType<>("token", "letters, digits and signs of ASCII, no space", text -> {
            require(text.chars().allMatch(letter -> letter > ' ' && letter <= '~'));
            return text;
        });
    }

    static OptionType<String> identifier() {
        return new OptionType<>("name", "letters, digits and _, not beginning with a digit", text -> {
            require(IDENTIFIER.matcher(text).matches());
            return text;
        });
    }

    static OptionType<Path> path() {
        return new OptionType<>("path", "the path of a directory", text -> {
            require(!text.isBlank());
            return Path.of(text);
        });
    }

    static OptionType<String> hostsAndPorts() {
        return new OptionType<>("host:port list", "host:port, several separated by commas", text -> {
            List<String> addresses = items(text);
            for (String address : addresses) {
                var matcher = HOST_AND_PORT.matcher(address);
                require(matcher.matches() && Integer.parseInt(matcher.group(2)) <= MAX_PORT);
            }
            return String.join(",", addresses);
        });
    }

    static OptionType<URI> httpUrl() {
        return new OptionType<>("URL", "a URL that begins with http:// or https://", OptionTypes::parseHttpUrl);
    }

    static OptionType<Optional<URI>> optionalHttpUrl() {
        return new OptionType<>(
                "URL",
                "a URL that begins with http:// or https://, or nothing",
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parseHttpUrl(text)));
    }

    /** Names of hosts, without ports. */
    static OptionType<List<String>> hostNames() {
        return new OptionType<>(
                "host list", "names or addresses of hosts without ports, separated by commas; or nothing", text -> {
                    if (text.isBlank()) {
                        return List.of();
                    }
                    List<String> names = distinct(items(text));
                    require(names.stream()
                            .allMatch(name -> HOST_NAME.matcher(name).matches()));
                    return names;
                });
    }

    static OptionType<List<URI>> httpUrls() {
        return new OptionType<>(
                "URL list",
                "URLs that begin with http:// or https://, separated by commas",
                text -> items(text).stream().map(OptionTypes::parseHttpUrl).toList());
    }

    static OptionType<Currency> currency() {
        return new OptionType<>(
                "currency", "an ISO 4217 code in upper case, such as EUR", text -> Currency.getInstance(text));
    }

    static OptionType<ZoneId> zone() {
        return new OptionType<>("time zone", "a zone's name, such as UTC or Europe/Paris", text -> ZoneId.of(text));
    }

    static OptionType<Integer> integer(int least, int greatest) {
        return new OptionType<>("integer", "a whole number from " + least + " to " + greatest, text -> {
            int value = Integer.parseInt(text);
            require(least <= value && value <= greatest);
            return value;
        });
    }

    static OptionType<Duration> duration(Duration least, Duration greatest) {
        String allowed = "a number with a unit (ms, s, min, h or d) from %s to %s, such as 30 s"
                .formatted(Durations.format(least), Durations.format(greatest));
        return new OptionType<>("duration", allowed, text -> {
            Duration value = Durations.parse(text);
            require(least.compareTo(value) <= 0 && value.compareTo(greatest) <= 0);
            return value;
        });
    }

    /** Names of dimensions, as {@link Dimensions} takes them: {@code all} is every deal, so no dimension may be called that. */
    static OptionType<List<String>> dimensions() {
        return new OptionType<>(
                "list",
                "names of letters, digits, _, . and -, beginning with a letter or _, separated by commas, each once,"
                        + " none of them \"all\"; or nothing",
                text -> text.isBlank() ? List.of() : new Dimensions(items(text)).names());
    }

    static OptionType<List<Integer>> days(int greatest) {
        String allowed = "whole numbers of days from 1 to " + greatest + ", separated by commas, each once";
        return new OptionType<>("days list", allowed, text -> {
            List<Integer> days = distinct(items(text)).stream()
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
            require(new HashSet<>(days).size() == days.size() && days.get(0) >= 1);
            require(days.get(days.size() - 1) <= greatest);
            return days;
        });
    }

    static <E extends Enum<E>> OptionType<E> choice(Class<E> words) {
        String allowed = Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return new OptionType<>("word", allowed, text -> {
            require(text.equals(text.toLowerCase(Locale.ROOT)));
            return Enum.valueOf(words, text.toUpperCase(Locale.ROOT));
        });
    }

    private static URI parseHttpUrl(String text) {
        URI url = URI.create(text);
        require(("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null);
        return url;
    }

    private static List<String> items(String text) {
        List<String> items =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        require(items.stream().noneMatch(String::isEmpty));
        return items;
    }

    private static List<String> distinct(List<String> items) {
        require(new HashSet<>(items).size() == items.size());
        return items;
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException("not allowed");
        }
    }
}
