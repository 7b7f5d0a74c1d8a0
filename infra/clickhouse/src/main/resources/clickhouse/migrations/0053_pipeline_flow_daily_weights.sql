-- What flows weigh, apart by whose probability applies. weighted_own has the decimal places of a billionth of a cent, to which
-- each deal's part is rounded once: sums over any days and causes stay exact.
ALTER TABLE ${database}.pipeline_flow_daily
    ADD COLUMN IF NOT EXISTS amount_at_stage_probability Decimal(18, 2)
        COMMENT 'Open amount to be weighted by the probability of its stage that came in, less that which went out: of deals without a probability of their own' AFTER amount,
    ADD COLUMN IF NOT EXISTS weighted_own Decimal(38, 11)
        COMMENT 'Open amount times the probability of its deal that came in, less that which went out: of deals with a probability of their own' AFTER amount_at_stage_probability,
    COMMENT COLUMN cause 'created, advanced, regressed, increased, decreased, redenominated, reweighted, reassigned, won, lost, reopened, deleted, restored or moved'
