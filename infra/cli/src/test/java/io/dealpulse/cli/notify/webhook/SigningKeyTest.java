package io.dealpulse.cli.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    /** The example of the specification's own libraries. */
    @Test
    void signsTheExampleOfTheSpecification() {
        SigningKey key = SigningKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(key.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /** Computed with Python's hmac. */
    @Test
    void signsTheBytesOfUtf8AndWholeSeconds() {
        SigningKey key = SigningKey.parse(" whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n");

        assertThat(key.sign(
                        "msg_größe-1",
                        Instant.parse("2026-01-01T00:00:00.999Z"),
                        "{\"text\":\"Zürich 🙂\"}".getBytes(UTF_8)))
                .isEqualTo("v1,qlMixQdAfsqvZyrULFLKJ+3udYpD6/jbcSiRWmlSC5M=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_",
                "whsec_notbase64!",
                "whsec_c2hvcnQ=",
                "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void refusesWhatIsNoSecretWithoutShowingIt(String secret) {
        assertThatThrownBy(() -> SigningKey.parse(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("a signing secret is whsec_ and then 24 to 64 random bytes in base64");
    }

    @Test
    void showsNothing() {
        assertThat(SigningKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).hasToString("whsec_******");
    }
}
