package io.dealpulse.cli.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretUrlTest {

    @Test
    void showsSchemeAndHostOnly() {
        assertThat(SecretUrl.parse("https://hooks.example.com:8443/T1/B2/token?key=1"))
                .hasToString("https://hooks.example.com");
    }

    @Test
    void masksItsSecretPiecesInATextAndLeavesTheRest() {
        SecretUrl url = SecretUrl.parse("https://example.com/in/s3cr3tToken?key=an%20other");

        assertThat(url.mask("no /in/s3cr3tToken here; in s3cr3tToken, key=an other; in 'an other'"))
                .isEqualTo("no ****** here; in ******, ******; in '******'");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.com/topsecret, http:// or https://",
        "topsecret, http:// or https://",
        "https:///topsecret, http:// or https://",
        "https://example.com/top secret, character 24",
        "https://user:topsecret@example.com/, a user before the host",
        "https://example.com:65536/topsecret, port is greater than 65535",
        "https://example.com/#topsecret, what follows #",
    })
    void refusesWhatCantBePostedToWithoutShowingIt(String text, String message) {
        assertThatThrownBy(() -> SecretUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining(message)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("topsecret");
    }
}
