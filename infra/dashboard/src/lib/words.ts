/** What the API's names are called on screen. */

export const CAUSES: Readonly<Record<string, string>> = {
  created: 'New',
  reopened: 'Re-opened',
  restored: 'Restored',
  moved: 'Moved',
  reassigned: 'Reassigned',
  increased: 'Increased',
  decreased: 'Decreased',
  redenominated: 'New currency',
  won: 'Won',
  lost: 'Lost',
  deleted: 'Deleted',
  advanced: 'Advanced',
  regressed: 'Moved back',
  reweighted: 'Reweighted',
  exchange_rates: 'Exchange rates',
  open_before: 'Opening',
  open_after: 'Closing',
};

export const ALERTS: Readonly<Record<string, string>> = {
  idle: 'Idle',
  stage_overdue: 'Overdue in stage',
  close_date_passed: 'Close date passed',
  pushed: 'Pushed',
};

export const MOVEMENTS: Readonly<Record<string, string>> = {
  advanced: 'advanced',
  regressed: 'moved back',
  won: 'won',
  lost: 'lost',
  reopened: 're-opened',
  moved: 'moved to another pipeline',
  current: 'still there',
};

export const PRESET_NAMES: Readonly<Record<string, string>> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '365d': 'Last 365 days',
  month: 'This month',
  quarter: 'This quarter',
  year: 'This year',
};

export function nameOf(names: Readonly<Record<string, string>>, key: string): string {
  return names[key] ?? capitalised(key);
}

/** `sales_region` → `Sales region`. */
export function capitalised(key: string): string {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A dimension's value; deals without one have an empty value. */
export function valueName(value: string): string {
  return value === '' ? '(none)' : value;
}
