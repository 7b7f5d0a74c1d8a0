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

/** Figures of a range of days; the others tell how things stand. */
const RANGED = new Set(['closed', 'cohort', 'exits', 'flow']);

export const ORDERS = ['amount', 'created_at', 'closed_at', 'stage_entered_at', 'deal_id'] as const;
export type Order = (typeof ORDERS)[number];

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
