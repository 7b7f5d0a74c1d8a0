package io.dealpulse.cli.notify.routes;

import io.dealpulse.events.v1.DealAlert;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All routes.
 *
 * @param routes in the order of the file
 */
public record Routing(List<Route> routes) {

    public Routing {
        routes = List.copyOf(routes);
    }

    /**
     * Reads a routing file.
     *
     * @param file its file name, for messages
     * @param yaml its text
     * @param environment the variables that it may take values from
     * @throws io.dealpulse.cli.yaml.YamlFileException where it says something that can't be
     */
    public static Routing parse(String file, String yaml, Map<String, String> environment) {
        return new RoutingParser(file, yaml, environment).parse();
    }

    /** The names of the routes that an alert is for. */
    public Set<String> routesFor(DealAlert alert) {
        Set<String> fitting = routes.stream()
                .filter(route -> !route.takesTheRest() && route.filter().fits(alert))
                .map(Route::name)
                .collect(Collectors.toSet());
        return fitting.isEmpty()
                ? routes.stream().filter(Route::takesTheRest).map(Route::name).collect(Collectors.toSet())
                : fitting;
    }

    /** For people, in one line and without secrets. */
    @Override
    public String toString() {
        return routes.stream()
                .map(route -> route.name() + " -> " + route.target().url())
                .collect(Collectors.joining(", "));
    }
}
