package io.dealpulse.cli.endtoend;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's Chromium without a window, which asks nobody but the page's own server. */
final class Browser implements AutoCloseable {

    /** Where it is, if it is not on the path. */
    private static final String LOCATION = "DEALPULSE_CHROMIUM";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts one. */
    static Browser start() {
        Path executable = executable();
        // It brings a browser of its own unless told not to.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Browser(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(executable)
                                    .setArgs(List.of(
                                            "--no-sandbox",
                                            "--disable-gpu",
                                            "--disable-quic",
                                            "--no-first-run",
                                            "--disable-background-networking",
                                            "--disable-component-update",
                                            "--disable-sync"))));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    private static Path executable() {
        String given = System.getenv(LOCATION);
        Stream<Path> candidates = given == null
                ? NAMES.stream()
                        .flatMap(name -> Arrays.stream(Optional.ofNullable(System.getenv("PATH"))
                                        .orElse("")
                                        .split(File.pathSeparator))
                                .map(directory -> Path.of(directory, name)))
                : Stream.of(Path.of(given));
        return candidates
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        given == null
                                ? "There is no Chromium on the PATH: install Debian's package 'chromium', or name the"
                                        + " browser in " + LOCATION
                                : LOCATION + " names " + given + ", which can't be run"));
    }

    /** A profile without cookies or cache; the caller's to close. */
    BrowserContext newContext(com.microsoft.playwright.Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    String version() {
        return browser.version();
    }

    @Override
    public void close() {
        // Ends the browser too.
        playwright.close();
    }
}
