package io.dealpulse.cli.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dashboard in a window of the browser, read by its hooks for tests. Remembers whatever it complained of. */
final class DashboardPage implements AutoCloseable {

    private static final String SETTLED = """
            () => document.documentElement.dataset.ready === 'true'
                && document.querySelector('[aria-busy=true]') === null
            """;

    private final URI server;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    /**
     * A window.
     *
     * @param width in pixels
     * @param height in pixels; panels out of sight are not kept up to date
     */
    DashboardPage(Browser browser, URI server, int width, int height, ColorScheme colours) {
        this.server = server;
        context = browser.newContext(new NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setLocale("en-GB"));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add("uncaught: " + error));
        page.onRequest(request -> {
            URI uri = URI.create(request.url());
            if (uri.getHost() != null && !uri.getAuthority().equals(server.getAuthority())) {
                complaints.add("request to another host: " + request.url());
            }
        });
    }

    /** Goes to the page with this query string, '' or from {@code ?} on. */
    DashboardPage open(String query) {
        page.navigate(server + "/" + query);
        return settle();
    }

    /** Waits until all figures are there and are those of the address. */
    DashboardPage settle() {
        page.waitForFunction(SETTLED);
        return this;
    }

    Page page() {
        return page;
    }

    Locator hook(String testId) {
        return page.getByTestId(testId);
    }

    Locator panel(String name) {
        return hook("panel-" + name);
    }

    /** The parameters of the address. */
    Map<String, String> address() {
        String query = URI.create(page.url()).getRawQuery();
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&"))
                        .map(parameter -> parameter.split("=", 2))
                        .collect(Collectors.toMap(
                                parameter -> parameter[0],
                                parameter -> URLDecoder.decode(parameter[1], StandardCharsets.UTF_8)));
    }

    /** A tile's figure; null where there is none. */
    @Nullable
    Double tile(String name) {
        return number(hook("tile-" + name).getAttribute("data-value"));
    }

    /**
     * The figures of a panel's table, row by row.
     *
     * @param columns whose figures are wanted
     */
    Map<String, List<@Nullable Double>> table(String panel, String... columns) {
        Map<String, List<@Nullable Double>> table = new LinkedHashMap<>();
        Object rows = panel(panel).evaluate("""
                (panel, columns) => [...panel.querySelectorAll('tr[data-key]')].map(row => [row.dataset.key,
                    ...columns.map(column => {
                        const cell = row.querySelector(`[data-column=${column}]`);
                        return (cell.dataset.value !== undefined ? cell : cell.querySelector('[data-value]')).dataset.value;
                    })])
                """, columns);
        for (Object row : (List<?>) rows) {
            List<?> cells = (List<?>) row;
            List<@Nullable Double> figures = new ArrayList<>();
            cells.subList(1, cells.size()).forEach(cell -> figures.add(number((String) cell)));
            table.put((String) cells.get(0), figures);
        }
        return table;
    }

    /** The figure of one row and column of a panel's table. */
    @Nullable
    Double figure(String panel, String row, String column) {
        List<@Nullable Double> figures = table(panel, column).get(row);
        return figures == null ? null : figures.get(0);
    }

    /** The deals of the open drill-down, page after page, each once, in order. */
    List<String> drilledDeals() {
        Locator drilldown = hook("drilldown");
        List<String> deals = new ArrayList<>();
        Locator next = drilldown.locator(".pager button", new Locator.LocatorOptions().setHasText("Next"));
        awaitDrilldown();
        deals.addAll(dealsShown(drilldown));
        while (next.count() > 0 && next.isEnabled()) {
            next.click();
            awaitDrilldown();
            deals.addAll(dealsShown(drilldown));
        }
        return deals.stream().sorted().toList();
    }

    /** The number of deals that the open drill-down tells. */
    int drilledTotal() {
        awaitDrilldown();
        return Integer.parseInt(hook("drilldown-total").getAttribute("data-value"));
    }

    private void awaitDrilldown() {
        assertThat(hook("drilldown-total")).isVisible();
        page.waitForFunction("() => document.querySelector('[data-testid=drilldown] [aria-busy=true]') === null");
    }

    private static List<String> dealsShown(Locator drilldown) {
        return ((List<?>) drilldown
                        .locator("tr[data-deal-id]")
                        .evaluateAll("rows => rows.map(row => row.dataset.dealId)"))
                .stream().map(String.class::cast).toList();
    }

    void closeDrilldown() {
        page.keyboard().press("Escape");
        assertThat(hook("drilldown")).hasCount(0);
    }

    void awaitFreshness(String state, int limitMillis) {
        page.locator("[data-testid=freshness][data-state=" + state + "]")
                .waitFor(new Locator.WaitForOptions().setTimeout(limitMillis));
    }

    /** What axe finds that keeps people with impairments from using the page: serious and critical findings. */
    List<String> barriers() throws IOException {
        try (InputStream script = DashboardPage.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new AssertionError("axe.min.js is not on the class path");
            }
            // Evaluated by the debugger, which the page's content security policy does not bind.
            page.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; undefined");
        }
        Object findings = page.evaluate("""
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)}
                        ${node.failureSummary.slice(0, 300)}`))
                """);
        return ((List<?>) findings).stream().map(String.class::cast).toList();
    }

    void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    /** What the console said and where else the page asked, since the last time it was told. */
    List<String> complaints() {
        List<String> told = List.copyOf(complaints);
        complaints.clear();
        return told;
    }

    private static @Nullable Double number(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Double.valueOf(text);
    }

    @Override
    public void close() {
        context.close();
    }
}
