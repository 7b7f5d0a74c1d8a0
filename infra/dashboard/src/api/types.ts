/** The answers of the HTTP API (`/openapi.yaml`), as far as the dashboard reads them. Null means "not defined", never 0. */

export type FreshnessState = 'live' | 'catching_up' | 'stale' | 'none';

export interface Status {
  server_time: string;
  base_currency: string;
  zone: string;
  as_of: string | null;
  windows: number[];
  freshness: {
    state: FreshnessState;
    clock: string | null;
    written_at: string | null;
    age_seconds: number | null;
  };
  links: { flink: string | null; openapi: string };
}

export interface StageDefinition {
  stage_id: string;
  name: string;
  position: number;
  kind: 'open' | 'won' | 'lost';
  probability: number | null;
}

export interface Pipeline {
  pipeline_id: string;
  name: string;
  open_deals: number;
  stages: StageDefinition[];
}

export interface Pipelines {
  pipelines: Pipeline[];
}

export interface Dimensions {
  dimensions: { dimension: string; values: number }[];
}

export interface DimensionValues {
  dimension: string;
  values: { value: string; open_deals: number; won: number; lost: number }[];
  more: boolean;
}

/** What every figure begins with. */
export interface Slice {
  pipeline: string;
  dimension: string;
  value: string | null;
  from: string;
  to: string;
  as_of: string | null;
}

export interface Comparison {
  current: number | null;
  previous: number | null;
  change: number | null;
}

export type TileName =
  | 'open_value'
  | 'weighted_value'
  | 'open_deals'
  | 'win_rate'
  | 'win_rate_value'
  | 'average_deal_size'
  | 'cycle_p50_days'
  | 'cycle_p90_days'
  | 'velocity'
  | 'won'
  | 'lost'
  | 'won_amount';

export interface Summary extends Slice {
  previous: { from: string; to: string };
  tiles: Record<TileName, Comparison>;
  unconverted: { open: number; won: number };
}

export interface FunnelNext {
  to_stage_id: string;
  entered: number;
  converted: number;
  lost: number;
  open: number;
  rate: number | null;
  rate_decided: number | null;
  mean_days: number | null;
  p50_days: number | null;
  p90_days: number | null;
}

export interface FunnelStep {
  stage_id: string;
  name: string;
  position: number;
  kind: 'open' | 'won' | 'lost';
  entered: number;
  next: FunnelNext | null;
  win: FunnelNext | null;
}

export interface Funnel extends Slice {
  steps: FunnelStep[];
}

export interface WinRateRow {
  value: string;
  won: number;
  lost: number;
  win_rate: number | null;
  won_amount: number | null;
  lost_amount: number | null;
  win_rate_value: number | null;
  average_deal_size: number | null;
  cycle_mean_days: number | null;
}

export interface WinRate extends Slice {
  by: string;
  rows: WinRateRow[];
  more: boolean;
}

export interface Cycle extends Slice {
  outcome: 'won' | 'lost';
  deals: number;
  mean_days: number | null;
  p50_days: number | null;
  p75_days: number | null;
  p90_days: number | null;
  bins: { from_days: number; to_days: number | null; deals: number }[];
}

export interface StageTimeRow {
  stage_id: string;
  name: string;
  position: number;
  exits: number;
  mean_days: number | null;
  p50_days: number | null;
  p90_days: number | null;
  previous_p50_days: number | null;
  all_p50_days: number | null;
  share: number | null;
  slow: boolean;
  slow_reason: 'previous' | 'all' | null;
}

export interface StageTime extends Slice {
  stages: StageTimeRow[];
}

export interface PipelineValueStage {
  stage_id: string;
  name: string;
  position: number;
  open_deals: number;
  amount: number;
  weighted: number;
  unconverted: number;
}

export interface PipelineValue extends Slice {
  on: string;
  open_deals: number;
  amount: number;
  weighted: number;
  unconverted: number;
  stages: PipelineValueStage[];
}

export interface PipelineHistory extends Slice {
  points: { day: string; open_deals: number; amount: number; weighted: number }[];
}

export interface Waterfall extends Slice {
  open_before: { deals: number; amount: number };
  open_after: { deals: number; amount: number };
  steps: { cause: string; deals: number; amount: number }[];
}

export interface Rolling extends Slice {
  metric: string;
  window_days: number;
  points: { day: string; value: number | null; deals: number }[];
}

export interface Alert {
  alert_id: string;
  deal_id: string;
  kind: string;
  state: 'open' | 'resolved';
  stage_id: string;
  stage: string;
  owner_id: string | null;
  account_id: string | null;
  since: string;
  raised_at: string;
  resolved_at: string | null;
  resolution: string | null;
  amount: number | null;
  currency: string | null;
  amount_base: number | null;
  age_days: number | null;
  stalled_days: number | null;
  expected_close_on: string | null;
  last_activity_at: string | null;
}

export interface Alerts {
  total: number;
  page: number;
  size: number;
  counts: Record<string, number>;
  alerts: Alert[];
}

export interface Deal {
  deal_id: string;
  stage_id: string;
  stage: string;
  /** Of a deleted deal nothing else is known, but for the stage that it is listed for. */
  status: 'open' | 'won' | 'lost' | 'deleted';
  owner_id: string | null;
  account_id: string | null;
  amount: number | null;
  currency: string | null;
  amount_base: number | null;
  probability: number | null;
  created_at: string | null;
  stage_entered_at: string | null;
  closed_at: string | null;
  expected_close_on: string | null;
  last_activity_at: string | null;
  activities: number;
  cycle_days: number | null;
  loss_reason: string | null;
  attributes: Record<string, string>;
}

/** A deal, and why it is in the list. */
export interface ListedDeal extends Deal {
  /**
   * When it came to count in the figure: reached the stage (cohort), left it (exits), closed (closed), took its latest step of
   * the cause (flow), came into its stage (open, now).
   */
  at: string | null;
  /** Exits only: how long it had been in the stage that it left, in days. */
  days_in_stage: number | null;
  /** Flow only: by how much its steps of the cause changed open value, in the base currency. */
  change: number | null;
}

/** `deals` has a row for each exit if `figure` is `exits`, so a deal may be there several times. */
export interface Deals {
  figure: string;
  total: number;
  page: number;
  size: number;
  pages: number;
  deals: ListedDeal[];
}

export interface Visit {
  visit_no: number;
  stage_id: string;
  stage: string;
  entered_at: string;
  exited_at: string | null;
  days: number | null;
  movement: string;
}

export interface DealDetail {
  deal: Deal;
  visits: Visit[];
  alerts: Alert[];
}

/** An error as the API tells it (RFC 9457). */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  parameter?: string;
}
