import { describe, expect, test } from 'vitest';
import { DEFAULTS, formatState, parseState, type State } from '../src/lib/url';

const EVERYTHING: State = {
  pipeline: 'new business & more',
  dimension: 'owner',
  value: 'Zoë = "1"',
  range: { from: '2026-01-01', to: '2026-01-31' },
  by: 'segment',
  metric: 'conversion:lead:customer',
  window: 90,
  outcome: 'lost',
  kind: 'pushed',
  order: 'age',
  page: 3,
  wall: true,
  theme: 'dark',
  locale: 'de-DE',
  drill: { figure: 'cohort', stage: 'lead', to_stage: 'customer', result: 'lost', page: '2' },
  deal: 'd/1?x',
};

test('an empty address is what is default, and the other way round', () => {
  expect(parseState('')).toEqual(DEFAULTS);
  expect(formatState(DEFAULTS)).toBe('');
});

test('an address brings back all that it was made of', () => {
  expect(parseState(formatState(EVERYTHING))).toEqual(EVERYTHING);
});

test('each part alone comes back', () => {
  for (const key of Object.keys(EVERYTHING) as (keyof State)[]) {
    // A value means nothing without its dimension.
    const state = { ...DEFAULTS, [key]: EVERYTHING[key], ...(key === 'value' ? { dimension: 'owner' } : {}) };
    expect(parseState(formatState(state)), key).toEqual(state);
  }
});

test('an empty value is the deals without one, not all deals', () => {
  expect(parseState('?dimension=owner&value=').value).toBe('');
  expect(parseState('?dimension=owner').value).toBeNull();
  expect(formatState({ ...DEFAULTS, dimension: 'owner', value: '' })).toBe('?dimension=owner&value=');
});

describe('what makes no sense', () => {
  test.each([
    '?range=8d',
    '?page=-1',
    '?window=x',
    '?kind=angry',
    '?order=name',
    '?outcome=open',
    '?locale=!',
    '?theme=pink',
    '?wall=yes',
  ])('%s is as if it were not there', (query) => {
    expect(parseState(query)).toEqual(DEFAULTS);
  });

  test('days are left for the API to refuse', () => {
    expect(parseState('?from=2026-13-01&to=2026-01-01').range).toEqual({ from: '2026-13-01', to: '2026-01-01' });
  });

  test('a drill-down without a figure is none', () => {
    expect(parseState('?d.stage=lead').drill).toBeNull();
  });
});
