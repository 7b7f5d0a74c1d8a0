package io.dealpulse.cli.notify.routes;

import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.DealAlert;
import java.util.Set;

/**
 * Which alerts a route is for: those that fit all three. An empty set fits everything.
 *
 * @param owners ids of sales persons; an alert without owner fits none of them
 * @param kinds why deals are stalled
 * @param pipelines ids of pipelines
 */
public record RouteFilter(Set<String> owners, Set<AlertKind> kinds, Set<String> pipelines) {

    public RouteFilter {
        owners = Set.copyOf(owners);
        kinds = Set.copyOf(kinds);
        pipelines = Set.copyOf(pipelines);
    }

    boolean fits(DealAlert alert) {
        String owner = alert.getOwnerId();
        return (owners.isEmpty() || (owner != null && owners.contains(owner)))
                && (kinds.isEmpty() || kinds.contains(alert.getKind()))
                && (pipelines.isEmpty() || pipelines.contains(alert.getPipelineId()));
    }
}
