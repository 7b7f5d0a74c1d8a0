package io.dealpulse.jobs.options;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What must not be printed. */
final class Secrets {

    static final String MASK = "******";

    /** Parts of a pass-through key whose value is a secret, such as {@code kafka.ssl.key.password}. */
    private static final Set<String> MARKS = Set.of(
            "password", "secret", "token", "jaas", "user.info", "keystore.key", "credential", "api.key", "headers");

    private static final Pattern URL_USER = Pattern.compile("(?<=//)[^/@\\s]*@");

    private Secrets() {}

    /** Whether the value of a pass-through key is a secret. */
    static boolean isSecret(String key) {
        String lowerCase = key.toLowerCase(Locale.ROOT);
        return !lowerCase.endsWith("credentials.source") && MARKS.stream().anyMatch(lowerCase::contains);
    }

    /** The text with the user part of its URLs masked. */
    static String mask(String text) {
        return URL_USER.matcher(text).replaceAll(MASK + "@");
    }
}
