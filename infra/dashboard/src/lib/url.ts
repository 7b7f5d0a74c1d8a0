/** What is looked at lives in the address: reloading, going back and sharing a link show the same. */

import { PRESETS, type Preset, type RangeChoice } from './range';

export const ALERT_KINDS = ['idle', 'stage_overdue', 'close_date_passed', 'pushed'] as const;

/** The deals behind a figure: the parameters of the API's `/deals` and how the list is shown. */
export type Drill = Readonly<Record<string, string>> & { readonly figure: string };

export interface State {
  pipeline: string | null;
  dimension: string;
  /** Null: all deals, whatever the dimension. Empty: the deals that have no value. */
  value: string | null;
  range: RangeChoice;
  by: string;
  metric: string;
  window: number;
  outcome: 'won' | 'lost';
  kind: string;
  order: 'amount' | 'age';
  page: number;
  wall: boolean;
  theme: 'light' | 'dark' | 'auto' | null;
  locale: string | null;
  drill: Drill | null;
  deal: string | null;
}

export const DEFAULTS: State = {
  pipeline: null,
  dimension: 'all',
  value: null,
  range: { preset: '90d' },
  by: 'owner',
  metric: 'win_rate',
  window: 30,
  outcome: 'won',
  kind: '',
  order: 'amount',
  page: 1,
  wall: false,
  theme: null,
  locale: null,
  drill: null,
  deal: null,
};

/** Parameters of a drill-down carry this prefix, to keep them apart from those of the page. */
const DRILL = 'd.';

/**
 * Reads the query string. What makes no sense falls back to its default, save for names and days: these go to the API as
 * they are, which says what is wrong with them.
 */
export function parseState(query: string): State {
  const parameters = new URLSearchParams(query);
  const drill: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (name.startsWith(DRILL)) {
      drill[name.slice(DRILL.length)] = value;
    }
  }
  const dimension = parameters.get('dimension') ?? DEFAULTS.dimension;
  return {
    pipeline: parameters.get('pipeline'),
    dimension,
    value: dimension === 'all' ? null : parameters.get('value'),
    range: parseRange(parameters),
    by: parameters.get('by') ?? DEFAULTS.by,
    metric: parameters.get('metric') ?? DEFAULTS.metric,
    window: positive(parameters.get('window')) ?? DEFAULTS.window,
    outcome: parameters.get('outcome') === 'lost' ? 'lost' : 'won',
    kind: ALERT_KINDS.find((kind) => kind === parameters.get('kind')) ?? '',
    order: parameters.get('order') === 'age' ? 'age' : 'amount',
    page: positive(parameters.get('page')) ?? 1,
    wall: parameters.get('wall') === '1',
    theme: (['light', 'dark', 'auto'] as const).find((theme) => theme === parameters.get('theme')) ?? null,
    locale: parseLocale(parameters.get('locale')),
    drill: drill['figure'] === undefined ? null : (drill as Drill),
    deal: parameters.get('deal'),
  };
}

/** The query string of a state, without what is default; always in the same order. */
export function formatState(state: State): string {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | number | null, ifNot: string | number | null): void => {
    if (value !== null && value !== ifNot) {
      parameters.set(name, String(value));
    }
  };
  set('pipeline', state.pipeline, null);
  set('dimension', state.dimension, DEFAULTS.dimension);
  set('value', state.dimension === 'all' ? null : state.value, null);
  if ('preset' in state.range) {
    set('range', state.range.preset, '90d');
  } else {
    parameters.set('from', state.range.from);
    parameters.set('to', state.range.to);
  }
  set('by', state.by, DEFAULTS.by);
  set('metric', state.metric, DEFAULTS.metric);
  set('window', state.window, DEFAULTS.window);
  set('outcome', state.outcome, DEFAULTS.outcome);
  set('kind', state.kind, DEFAULTS.kind);
  set('order', state.order, DEFAULTS.order);
  set('page', state.page, DEFAULTS.page);
  set('wall', state.wall ? '1' : null, null);
  set('theme', state.theme, null);
  set('locale', state.locale, null);
  for (const [name, value] of Object.entries(state.drill ?? {})) {
    parameters.set(DRILL + name, value);
  }
  set('deal', state.deal, null);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function parseRange(parameters: URLSearchParams): RangeChoice {
  const from = parameters.get('from');
  const to = parameters.get('to');
  if (from !== null && to !== null) {
    return { from, to };
  }
  const preset: Preset | undefined = PRESETS.find((name) => name === parameters.get('range'));
  return preset === undefined ? DEFAULTS.range : { preset };
}

function parseLocale(text: string | null): string | null {
  try {
    return text === null ? null : (Intl.getCanonicalLocales(text)[0] ?? null);
  } catch (error) {
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

function positive(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}
