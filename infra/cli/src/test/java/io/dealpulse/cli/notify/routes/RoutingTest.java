package io.dealpulse.cli.notify.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.notify.Alerts;
import io.dealpulse.cli.notify.message.MessageFormat;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.DealAlert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HOOK", "https://hooks.example.com/services/t0psecret",
            "BROKEN", "t0psecret without a scheme",
            "EMPTY", "",
            "SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "NO_SECRET", "t0psecret");

    private static final String VALID = """
            routes:
              - name: key-accounts
                url: ${HOOK}/x
                format: slack
                signing_secret: ${SECRET}
                owners: [anna]
                kinds: [idle, pushed]
                pipelines: [new-business]
                rate_per_minute: 60
                digest_above: 3
                timeout: 5 s
                tell_resolved: false
              - name: rest
                url: http://127.0.0.1:8080/hook
                format: json
                default: true
            """;

    private static Path home() {
        return Path.of(String.valueOf(System.getProperty("dealpulse.home")));
    }

    @Test
    void readsAllKeysAndKnowsTheirDefaults() {
        Routing routing = Routing.parse("routes.yaml", VALID, ENVIRONMENT);

        assertThat(routing).hasToString("key-accounts -> https://hooks.example.com, rest -> http://127.0.0.1");
        Route accounts = routing.routes().get(0);
        assertThat(accounts.target().key()).isNotNull();
        assertThat(accounts.target().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(accounts.format()).isEqualTo(MessageFormat.SLACK);
        assertThat(accounts.filter())
                .isEqualTo(new RouteFilter(
                        Set.of("anna"), Set.of(AlertKind.IDLE, AlertKind.PUSHED), Set.of("new-business")));
        assertThat(accounts.ratePerMinute()).isEqualTo(60);
        assertThat(accounts.digestAbove()).isEqualTo(3);
        assertThat(accounts.tellResolved()).isFalse();
        Route rest = routing.routes().get(1);
        assertThat(rest.target().key()).isNull();
        assertThat(rest.target().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rest.ratePerMinute()).isEqualTo(30);
        assertThat(rest.digestAbove()).isEqualTo(10);
        assertThat(rest.tellResolved()).isTrue();
        assertThat(accounts.toString() + rest).doesNotContain("t0psecret", "whsec_M");
    }

    @Test
    void anAlertGoesToEveryRouteThatFitsElseToTheDefault() {
        Routing routing = Routing.parse("routes.yaml", """
                routes:
                  - {name: annas, url: "http://h/", format: json, owners: [anna]}
                  - {name: idle, url: "http://h/", format: json, kinds: [idle]}
                  - {name: renewals, url: "http://h/", format: json, pipelines: [renewal]}
                  - {name: rest, url: "http://h/", format: json, default: true}
                """, Map.of());
        DealAlert idle = Alerts.raised("a", 1);
        DealAlert pushed = DealAlert.newBuilder(idle)
                .setKind(AlertKind.PUSHED)
                .setOwnerId(null)
                .build();

        assertThat(routing.routesFor(idle)).containsExactlyInAnyOrder("annas", "idle");
        assertThat(routing.routesFor(Alerts.ownedBy("bob", idle))).containsExactly("idle");
        assertThat(routing.routesFor(pushed)).containsExactly("rest");
        assertThat(routing.routesFor(
                        DealAlert.newBuilder(pushed).setPipelineId("renewal").build()))
                .containsExactly("renewals");
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "routes: | route: | routes.yaml:1: route: unknown key; known here: routes",
                "format: slack | formt: slack | routes.yaml:4: routes[0].formt: unknown key; known here: name, url, format, signing_secret, owners, kinds, pipelines, default, rate_per_minute, digest_above, timeout, tell_resolved",
                "format: slack | owners: [bob] | routes.yaml:6: routes[0].owners: the key stands here twice, first in line 4",
                "format: slack | | routes.yaml:2: routes[0]: lacks the key 'format'",
                "format: slack | format: teams | routes.yaml:4: routes[0].format: 'teams': expected one of json, slack",
                "name: rest | name: key-accounts | routes.yaml:13: routes[1].name: another route has the name 'key-accounts', in line 2",
                "name: rest | name: the rest | routes.yaml:13: routes[1].name: 'the rest': a name is letters",
                "${HOOK}/x | ${MISSING} | routes.yaml:3: routes[0].url: environment variable MISSING is not set; set it and start again",
                "${HOOK}/x | ${EMPTY} | routes.yaml:3: routes[0].url: environment variable EMPTY is not set",
                "${HOOK}/x | ${HOOK/x | routes.yaml:3: routes[0].url: ${ begins the name of an environment variable",
                "${HOOK}/x | ${BROKEN} | routes.yaml:3: routes[0].url: this can't be posted to: it is no URL: character 10 is not allowed",
                "${HOOK}/x | ftp://example.com/ | routes.yaml:3: routes[0].url: this can't be posted to: it is no URL that begins with http:// or https://",
                "${SECRET} | whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | routes.yaml:5: routes[0].signing_secret: a signing secret does not belong in a file: put it into an environment variable, and write only ${ITS_NAME} here",
                "${SECRET} | ${NO_SECRET} | routes.yaml:5: routes[0].signing_secret: environment variable NO_SECRET: a signing secret is whsec_ and then",
                "${SECRET} | ${MISSING} | routes.yaml:5: routes[0].signing_secret: environment variable MISSING is not set",
                "[idle, pushed] | [idle, late] | routes.yaml:7: routes[0].kinds[1]: 'late': expected one of idle, stage_overdue, close_date_passed, pushed",
                "[idle, pushed] | [unknown] | routes.yaml:7: routes[0].kinds[0]: 'unknown': expected one of",
                "[anna] | [] | routes.yaml:6: routes[0].owners: an empty list would let no alert through",
                "[anna] | anna | routes.yaml:6: routes[0].owners: a list is expected here",
                "rate_per_minute: 60 | rate_per_minute: 0 | routes.yaml:9: routes[0].rate_per_minute: '0': expected a whole number from 1 to 600",
                "rate_per_minute: 60 | rate_per_minute: 1.5 | routes.yaml:9: routes[0].rate_per_minute: '1.5': expected a whole number",
                "digest_above: 3 | digest_above: none | routes.yaml:10: routes[0].digest_above: 'none': expected a whole number from 1 to 10000",
                "timeout: 5 s | timeout: 5 h | routes.yaml:11: routes[0].timeout: '5 h': expected a time from 100 ms to 30 s, such as 10 s",
                "timeout: 5 s | timeout: 5 | routes.yaml:11: routes[0].timeout: '5': expected a time from",
                "tell_resolved: false | tell_resolved: no | routes.yaml:12: routes[0].tell_resolved: 'no': expected true or false",
                "tell_resolved: false | default: true | routes.yaml:6: routes[0].owners: the default route takes what no other route does, so it has no filter",
            })
    void says(String valid, @Nullable String broken, String message) {
        String yaml = VALID.replace(valid, broken == null ? "" : broken);
        assertThat(yaml).isNotEqualTo(VALID);

        assertThatThrownBy(() -> Routing.parse("routes.yaml", yaml, ENVIRONMENT))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith(message)
                .satisfies(failure ->
                        assertThat(failure.toString() + failure.getCause()).doesNotContain("t0psecret"));
    }

    @Test
    void refusesTwoDefaultsAndNoRoute() {
        String twice = VALID + "  - {name: others, url: \"http://h/\", format: json, default: true}\n";

        assertThatThrownBy(() -> Routing.parse("routes.yaml", twice, ENVIRONMENT))
                .hasMessage(
                        "routes.yaml:17: routes[2].default: another route is the default, in line 16; there can be one");
        assertThatThrownBy(() -> Routing.parse("routes.yaml", "routes: []\n", ENVIRONMENT))
                .hasMessage("routes.yaml:1: routes: there is no route; add one with name, url and format");
        assertThatThrownBy(() -> Routing.parse("routes.yaml", "", ENVIRONMENT))
                .hasMessage("routes.yaml:1: the routing file is empty");
    }

    @Test
    void theShippedExampleIsValid() throws IOException {
        String yaml = Files.readString(home().resolve("infra/cli/routes/example.yaml"));

        Routing routing = Routing.parse(
                "example.yaml",
                yaml,
                Map.of(
                        "KEY_ACCOUNTS_SLACK_URL", "https://hooks.slack.com/services/1",
                        "SALES_SLACK_URL", "https://hooks.slack.com/services/2",
                        "RENEWALS_SIGNING_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(routing.routes())
                .extracting(Route::name)
                .containsExactly("key-accounts", "renewals-service", "everybody");
    }
}
