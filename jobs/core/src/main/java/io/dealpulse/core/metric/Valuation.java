package io.dealpulse.core.metric;

import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.money.BaseCurrency;

/**
 * What figures depend on beside the deals: it changes what sums are worth and touches no deal.
 *
 * @param baseCurrency the rates into the currency the company reports in
 * @param pipelines the definitions, whose stages' probabilities weight open amounts
 */
public record Valuation(BaseCurrency baseCurrency, PipelineLookup pipelines) {}
