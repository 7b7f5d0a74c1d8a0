/**
 * Seeded, plausible CRM traffic: deals that move through their pipelines, what sales people do for them, daily exchange
 * rates, and the disorder that such data has in practice. Pure but for {@link io.dealpulse.cli.generate.GenerateCommand
 * the command} that sends it.
 */
@NullMarked
package io.dealpulse.cli.generate;

import org.jspecify.annotations.NullMarked;
