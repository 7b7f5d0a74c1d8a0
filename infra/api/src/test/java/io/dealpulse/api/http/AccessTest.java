package io.dealpulse.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:8090", "127.0.0.1:8090", "[::1]:8090", "LOCALHOST", "figures.example:80"
            })
    void aServerOnTheLoopbackInterfaceGoesByItsNames(String host) {
        assertThat(new Access("", "127.0.0.1", List.of("Figures.example")).ofHost(host))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8090",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "",
                "::1"
            })
    void otherNamesAreRefused(String host) {
        assertThat(new Access("", "127.0.0.1", List.of()).ofHost(host))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(403));
    }

    @Test
    void theAddressThatItListensOnIsAName() {
        assertThat(new Access("", "127.0.0.2", List.of()).ofHost("127.0.0.2:8090"))
                .isEmpty();
        assertThat(new Access("", "192.168.1.5", List.of("figures.example")).ofHost("192.168.1.5"))
                .isEmpty();
        assertThat(new Access("", "fd00::5", List.of("figures.example")).ofHost("[fd00::5]:8090"))
                .isEmpty();
        assertThat(new Access("", "0.0.0.0", List.of("figures.example")).ofHost("0.0.0.0"))
                .isPresent();
    }

    @Test
    void noNameIsRefusedToo() {
        assertThat(new Access("", "::1", List.of()).ofHost(null)).isPresent();
    }

    @Test
    void elsewhereAnyNameWillDoUnlessSomeAreAllowed() {
        assertThat(new Access("", "0.0.0.0", List.of()).ofHost("anything")).isEmpty();
        assertThat(new Access("", "0.0.0.0", List.of("figures.example")).ofHost("anything"))
                .isPresent();
    }

    @Test
    void theTokenMustBeTheSame() {
        Access access = new Access("t0ken-4", "127.0.0.1", List.of());
        assertThat(access.ofToken("Bearer t0ken-4")).isEmpty();
        assertThat(access.ofToken("bearer t0ken-4")).isEmpty();
        for (String wrong : List.of("Bearer t0ken-", "Bearer t0ken-42", "Bearer ", "t0ken-4", "Basic t0ken-4", "")) {
            assertThat(access.ofToken(wrong)).as(wrong).isPresent();
        }
        assertThat(access.ofToken(null)).isPresent();
        assertThat(new Access("", "127.0.0.1", List.of()).ofToken(null)).isEmpty();
    }
}
