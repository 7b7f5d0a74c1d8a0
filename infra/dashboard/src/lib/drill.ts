/** The deals behind a figure: what to ask the API for, and what the list is called. */

import type { Days } from './range';
import { ALERTS, CAUSES, nameOf, valueName } from './words';
import type { Drill } from './url';

export interface DrillContext {
  pipeline: string;
  dimension: string;
  value: string | null;
  days: Days;
  stageName: (stageId: string) => string;
  day: (day: string) => string;
  range: (from: string, to: string) => string;
  durationOf: (days: number) => string;
}

/** Figures that count what deals did in a range of days, so that what happened last comes first; the others tell how things stand. */
const RANGED = new Set(['closed', 'cohort', 'exits', 'flow']);

export const ORDERS = ['at', 'amount', 'created_at', 'closed_at', 'stage_entered_at', 'deal_id'] as const;
export type Order = (typeof ORDERS)[number];

/** A column that tells why the deals of a figure are in its list. */
export interface ReasonColumn {
  key: 'at' | 'days_in_stage' | 'change';
  label: string;
}

const REASONS: ReadonlyMap<string, readonly ReasonColumn[]> = new Map<string, readonly ReasonColumn[]>([
  ['cohort', [{ key: 'at', label: 'Reached on' }]],
  [
    'exits',
    [
      { key: 'at', label: 'Left on' },
      { key: 'days_in_stage', label: 'Days in stage' },
    ],
  ],
  [
    'flow',
    [
      { key: 'at', label: 'Changed on' },
      { key: 'change', label: 'Change' },
    ],
  ],
]);

/** Columns beyond those that every list has. Of the other figures, those tell it: closed, or in stage since. */
export function reasonColumns(figure: string): readonly ReasonColumn[] {
  return REASONS.get(figure) ?? [];
}

/** What a figure's deals are sorted by unless asked otherwise. */
export function usualOrder(figure: string): Order {
  return RANGED.has(figure) ? 'at' : 'amount';
}

/** The order by when deals were closed: in the list of those closed in a range, by when they came to be in it. */
export function closingOrder(figure: string): Order {
  return figure === 'closed' ? 'at' : 'closed_at';
}

/** The column that order `amount` sorts by: where deals changed the open value, by how much they did, up or down. */
export function amountColumn(figure: string): 'amount_base' | 'change' {
  return figure === 'flow' ? 'change' : 'amount_base';
}

/** What a row of a list is; of the others, a deal. */
const ROWS: ReadonlyMap<string, string> = new Map([
  ['exits', 'exit'],
  ['flow', 'step'],
]);

/** How many rows a list has, in words. */
export function countWords(figure: string, total: number, count: (value: number) => string): string {
  if (total === 0) {
    return 'No deal is behind this figure.';
  }
  const noun = ROWS.get(figure) ?? 'deal';
  return `${count(total)} ${total === 1 ? noun : `${noun}s`}`;
}

/** What tells rows apart when a deal has several: its id, and whether it is the first, second, … of the deal. */
export function rowKeys(dealIds: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return dealIds.map((dealId) => {
    const nth = (seen.get(dealId) ?? 0) + 1;
    seen.set(dealId, nth);
    return `${dealId}:${nth}`;
  });
}

/** The parameters of `/deals`. A drill's own parameters win over the page's. */
export function dealsParameters(drill: Drill, context: DrillContext): Record<string, string> {
  const parameters: Record<string, string> = { pipeline: context.pipeline };
  if (context.value !== null) {
    parameters['dimension'] = context.dimension;
    parameters['value'] = context.value;
  }
  if (RANGED.has(drill.figure)) {
    parameters['from'] = context.days.from;
    parameters['to'] = context.days.to;
  }
  return { size: '25', ...parameters, ...drill };
}

export function drillTitle(drill: Drill, context: DrillContext): string {
  const when = RANGED.has(drill.figure)
    ? `, ${context.range(drill['from'] ?? context.days.from, drill['to'] ?? context.days.to)}`
    : '';
  const of = drill['dimension'] === undefined ? '' : ` of ${valueName(drill['value'] ?? '')}`;
  return what(drill, context) + of + when;
}

function what(drill: Drill, context: DrillContext): string {
  const stage = drill['stage'] === undefined ? null : context.stageName(drill['stage']);
  switch (drill.figure) {
    case 'open':
      return (
        (stage === null ? 'Open deals' : `Open deals in ${stage}`) +
        (drill['on'] === undefined ? '' : ` at the end of ${context.day(drill['on'])}`)
      );
    case 'closed':
      return closedTitle(drill, context);
    case 'cohort':
      return cohortTitle(drill, stage ?? '', context);
    case 'exits':
      return `Deals that left ${stage ?? ''}`;
    case 'flow':
      return `Open value, ${nameOf(CAUSES, drill['cause'] ?? '').toLowerCase()}`;
    case 'alerts':
      return drill['kind'] === undefined
        ? 'Stalled deals'
        : `Stalled deals: ${nameOf(ALERTS, drill['kind']).toLowerCase()}`;
    default:
      return 'Deals';
  }
}

function closedTitle(drill: Drill, context: DrillContext): string {
  const outcome = drill['outcome'];
  const name = outcome === 'won' ? 'Won deals' : outcome === 'lost' ? 'Lost deals' : 'Closed deals';
  const least = drill['min_cycle_days'];
  const most = drill['max_cycle_days'];
  if (least === undefined && most === undefined) {
    return name;
  }
  return most === undefined
    ? `${name} after ${context.durationOf(Number(least))} or more`
    : `${name} after ${least ?? '0'} to ${context.durationOf(Number(most))}`;
}

function cohortTitle(drill: Drill, stage: string, context: DrillContext): string {
  const to = drill['to_stage'] === undefined ? 'the win' : context.stageName(drill['to_stage']);
  switch (drill['result']) {
    case 'converted':
      return `Deals that reached ${stage}, then ${to}`;
    case 'lost':
      return `Deals that reached ${stage} and were lost before ${to}`;
    case 'open':
      return `Deals that reached ${stage}, not yet ${to}`;
    default:
      return `Deals that reached ${stage}`;
  }
}
