package io.dealpulse.cli.notify.routes;

import io.dealpulse.cli.notify.message.MessageFormat;
import io.dealpulse.cli.notify.webhook.SecretUrl;
import io.dealpulse.cli.notify.webhook.SigningKey;
import io.dealpulse.cli.notify.webhook.Target;
import io.dealpulse.cli.yaml.Place;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.cli.yaml.YamlNode;
import io.dealpulse.cli.yaml.YamlReader;
import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.jobs.options.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a routing file. No message shows what came from the environment, nor a secret that should have. */
final class RoutingParser {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String SECRET_IN_FILE =
            "a signing secret does not belong in a file: put it into an environment"
                    + " variable, and write only ${ITS_NAME} here";

    private static final List<String> FILTERS = List.of("owners", "kinds", "pipelines");
    private static final List<String> KNOWN = List.of(
            "name",
            "url",
            "format",
            "signing_secret",
            "owners",
            "kinds",
            "pipelines",
            "default",
            "rate_per_minute",
            "digest_above",
            "timeout",
            "tell_resolved");

    private static final int DEFAULT_RATE = 30;
    private static final int HIGHEST_RATE = 600;
    private static final int DEFAULT_DIGEST = 10;
    private static final int HIGHEST_DIGEST = 10_000;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

    private final YamlNode.Keys root;
    private final Map<String, String> environment;

    RoutingParser(String file, String yaml, Map<String, String> environment) {
        this.root = YamlReader.read("routing file", file, yaml).keys().knowing("routes");
        this.environment = environment;
    }

    Routing parse() {
        List<Route> routes = new ArrayList<>();
        Map<String, Place> names = new HashMap<>();
        @Nullable Place theRest = null;
        YamlNode list = root.get("routes");
        for (YamlNode node : list.list()) {
            YamlNode.Keys keys = node.keys().knowing(KNOWN);
            Route route = route(keys);
            Place place = keys.get("name").place();
            Place earlier = names.putIfAbsent(route.name(), place);
            if (earlier != null) {
                throw place.error("another route has the name '%s', in line %d; the ledger tells routes apart by name"
                        .formatted(route.name(), earlier.line()));
            }
            if (route.takesTheRest()) {
                if (theRest != null) {
                    throw keys.get("default")
                            .place()
                            .error("another route is the default, in line " + theRest.line() + "; there can be one");
                }
                theRest = keys.get("default").place();
            }
            routes.add(route);
        }
        if (routes.isEmpty()) {
            throw list.place().error("there is no route; add one with name, url and format");
        }
        return new Routing(routes);
    }

    private Route route(YamlNode.Keys keys) {
        String name = name(keys.get("name"));
        boolean takesTheRest = keys.find("default").map(RoutingParser::flag).orElse(false);
        if (takesTheRest) {
            FILTERS.forEach(filter -> keys.find(filter).ifPresent(node -> {
                throw node.place()
                        .error("the default route takes what no other route does, so it has no filter; leave out this"
                                + " or 'default'");
            }));
        }
        Target target = new Target(
                url(keys.get("url")),
                keys.find("signing_secret").map(this::signingKey).orElse(null),
                keys.find("timeout").map(RoutingParser::timeout).orElse(DEFAULT_TIMEOUT));
        return new Route(
                name,
                target,
                word(keys.get("format"), MessageFormat.values()),
                filter(keys),
                takesTheRest,
                keys.find("rate_per_minute")
                        .map(node -> number(node, HIGHEST_RATE))
                        .orElse(DEFAULT_RATE),
                keys.find("digest_above")
                        .map(node -> number(node, HIGHEST_DIGEST))
                        .orElse(DEFAULT_DIGEST),
                keys.find("tell_resolved").map(RoutingParser::flag).orElse(true));
    }

    private static String name(YamlNode node) {
        if (!NAME.matcher(node.text()).matches()) {
            throw node.place()
                    .error("'" + node.text() + "': a name is letters, digits, '-', '_' and '.', without blanks");
        }
        return node.text();
    }

    private static RouteFilter filter(YamlNode.Keys keys) {
        return new RouteFilter(
                chosen(keys, "owners", YamlNode::text),
                chosen(keys, "kinds", RoutingParser::kind),
                chosen(keys, "pipelines", YamlNode::text));
    }

    private static AlertKind kind(YamlNode node) {
        return word(
                node,
                Arrays.stream(AlertKind.values())
                        .filter(kind -> kind != AlertKind.UNKNOWN)
                        .toArray(AlertKind[]::new));
    }

    private static <T> Set<T> chosen(YamlNode.Keys keys, String key, Function<YamlNode, T> reader) {
        Set<T> chosen = new LinkedHashSet<>();
        keys.listOf(key).forEach(node -> chosen.add(reader.apply(node)));
        keys.find(key).filter(node -> chosen.isEmpty()).ifPresent(node -> {
            throw node.place().error("an empty list would let no alert through; leave it out to let all through");
        });
        return chosen;
    }

    private SecretUrl url(YamlNode node) {
        String written = node.text();
        Matcher matcher = VARIABLE.matcher(written);
        String url = matcher.replaceAll(match -> Matcher.quoteReplacement(variable(node, match.group(1))));
        if (written.replaceAll(VARIABLE.pattern(), "").contains("${")) {
            throw node.place().error("${ begins the name of an environment variable, as in ${SLACK_URL}; } is missing");
        }
        try {
            return SecretUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new YamlFileException(node.place(), "this can't be posted to: " + e.getMessage(), e);
        }
    }

    private SigningKey signingKey(YamlNode node) {
        Matcher matcher = VARIABLE.matcher(node.text());
        if (!matcher.matches()) {
            throw node.place().error(SECRET_IN_FILE);
        }
        try {
            return SigningKey.parse(variable(node, matcher.group(1)));
        } catch (IllegalArgumentException e) {
            throw new YamlFileException(
                    node.place(),
                    "environment variable %s: %s (openssl rand -base64 32 makes some)"
                            .formatted(matcher.group(1), e.getMessage()),
                    e);
        }
    }

    private String variable(YamlNode node, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw node.place().error("environment variable %s is not set; set it and start again".formatted(name));
        }
        return value;
    }

    private static Duration timeout(YamlNode node) {
        try {
            Duration timeout = Durations.parse(node.text());
            if (timeout.compareTo(SHORTEST_TIMEOUT) >= 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0) {
                return timeout;
            }
        } catch (IllegalArgumentException e) {
            // Said below, together with what is out of range.
        }
        throw node.place()
                .error("'%s': expected a time from %s to %s, such as 10 s"
                        .formatted(node.text(), Durations.format(SHORTEST_TIMEOUT), Durations.format(LONGEST_TIMEOUT)));
    }

    private static int number(YamlNode node, int highest) {
        try {
            int number = Integer.parseInt(node.text());
            if (number >= 1 && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with what is out of range.
        }
        throw node.place().error("'%s': expected a whole number from 1 to %d".formatted(node.text(), highest));
    }

    private static boolean flag(YamlNode node) {
        return switch (node.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw node.place().error("'" + node.text() + "': expected true or false");
        };
    }

    private static <E extends Enum<E>> E word(YamlNode node, E[] words) {
        for (E word : words) {
            if (word.name().toLowerCase(Locale.ROOT).equals(node.text())) {
                return word;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(words)
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList());
        throw node.place().error("'" + node.text() + "': expected one of " + known);
    }
}
