package io.dealpulse.api;

import java.util.ArrayList;
import java.util.List;

/** A request of each kind that there is. */
final class ValidRequests {

    private static final List<String> ALL = build();

    private ValidRequests() {}

    static List<String> all() {
        return ALL;
    }

    private static List<String> build() {
        List<String> requests = new ArrayList<>(List.of(
                "/status",
                "/pipelines",
                "/dimensions?pipeline=sales",
                "/dimensions/owner/values?pipeline=sales&search=a&limit=5",
                "/deals/A",
                "/pipeline-value?pipeline=sales",
                "/pipeline-value?pipeline=sales&on=2026-03-09"));
        for (String slice : slices()) {
            for (String figure : List.of(
                    "/summary?",
                    "/funnel?",
                    "/cycle?outcome=lost&",
                    "/stage-time?",
                    "/pipeline-history?",
                    "/waterfall?")) {
                requests.add(figure + slice + "&from=2026-03-02&to=2026-03-17");
            }
            requests.add("/pipeline-history?" + slice + "&from=2024-09-01&to=2026-03-17");
            for (String step : List.of("day", "week", "month")) {
                requests.add("/closings?" + slice + "&step=" + step);
            }
            for (String metric :
                    List.of("win_rate", "win_rate_value", "average_deal_size", "cycle_mean_days", "cycle_p50_days")) {
                requests.add("/rolling?" + slice + "&window=30&metric=" + metric);
            }
            requests.add("/rolling?" + slice + "&metric=conversion&from_stage=lead&to_stage=opportunity");
            for (String order : List.of("age", "amount")) {
                requests.add("/alerts?" + slice + "&state=open&order=" + order);
                requests.add("/alerts?" + slice + "&kind=idle&page=1&size=2&order=" + order);
            }
            for (String state : List.of("open", "resolved")) {
                requests.add("/alerts?" + slice + "&page=99&state=" + state);
            }
            drillDowns().forEach(drillDown -> requests.add("/deals?" + slice + "&" + drillDown));
        }
        for (String order : List.of("won_amount", "deals", "win_rate", "value")) {
            requests.add("/win-rate?pipeline=sales&by=owner&limit=2&order=" + order);
        }
        return requests.stream().map(request -> Endpoints.BASE + request).toList();
    }

    private static List<String> slices() {
        return List.of(
                "pipeline=sales",
                "pipeline=sales&dimension=owner&value=ann",
                "pipeline=sales&dimension=segment&value=smb");
    }

    private static List<String> drillDowns() {
        List<String> requests = new ArrayList<>();
        for (String figure : List.of(
                "figure=open",
                "figure=open&stage=lead",
                // With so long before today as to leave out the late exits of none, some and all classes of stays.
                "figure=open&on=2026-03-09",
                "figure=open&on=2026-02-20",
                "figure=open&on=2026-01-20",
                "figure=open&on=2025-09-01",
                "figure=open&on=2023-01-01",
                "figure=open&on=2026-03-09&stage=lead",
                "figure=open&on=2026-02-20&stage=lead",
                "figure=closed",
                "figure=closed&outcome=won",
                "figure=closed&outcome=lost",
                "figure=closed&min_cycle_days=1&max_cycle_days=10",
                "figure=closed&min_cycle_days=1",
                "figure=closed&max_cycle_days=10",
                "figure=closed&outcome=won&min_cycle_days=1&max_cycle_days=10",
                "figure=closed&outcome=won&min_cycle_days=1",
                "figure=closed&outcome=won&max_cycle_days=10",
                "figure=closed&outcome=lost&min_cycle_days=1&max_cycle_days=10",
                "figure=closed&outcome=lost&min_cycle_days=1",
                "figure=closed&outcome=lost&max_cycle_days=10",
                "figure=cohort&stage=lead",
                "figure=cohort&stage=lead&result=converted",
                "figure=cohort&stage=lead&result=lost",
                "figure=cohort&stage=lead&result=open",
                "figure=cohort&stage=lead&to_stage=opportunity&result=converted",
                "figure=cohort&stage=lead&to_stage=opportunity&result=lost",
                "figure=cohort&stage=lead&to_stage=opportunity&result=open",
                "figure=cohort&stage=lead&to_stage=proposal",
                "figure=cohort&stage=lead&to_stage=proposal&result=converted",
                "figure=cohort&stage=lead&to_stage=proposal&result=lost",
                "figure=cohort&stage=lead&to_stage=proposal&result=open",
                "figure=exits&stage=lead",
                "figure=exits&stage=lead&movement=advanced",
                "figure=exits&stage=lead&movement=regressed",
                "figure=exits&stage=lead&movement=won",
                "figure=exits&stage=lead&movement=lost",
                "figure=flow&cause=created",
                "figure=flow&cause=won",
                "figure=flow&cause=reopened",
                "figure=flow&cause=moved",
                "figure=flow&cause=increased",
                "figure=alerts",
                "figure=alerts&kind=idle")) {
            for (String order : List.of("at", "amount", "created_at", "closed_at", "stage_entered_at", "deal_id")) {
                for (String direction : List.of("asc", "desc")) {
                    requests.add(figure + "&order=" + order + "&direction=" + direction);
                }
            }
            requests.add(figure + "&page=999");
            requests.add(figure + "&page=999&order=amount");
        }
        return requests;
    }
}
