/** infra/grafana as far as it can be tested without Grafana: its files are sound, and its queries are answered. */
@NullMarked
package io.dealpulse.jobs.grafana;

import org.jspecify.annotations.NullMarked;
