import { describe, expect, test } from 'vitest';
import {
  amountColumn,
  closingOrder,
  countWords,
  dealsParameters,
  drillTitle,
  reasonColumns,
  rowKeys,
  usualOrder,
  type DrillContext,
} from '../src/lib/drill';
import type { Drill } from '../src/lib/url';

const context: DrillContext = {
  pipeline: 'sales',
  dimension: 'owner',
  value: 'ann',
  days: { from: '2026-01-01', to: '2026-01-31' },
  stageName: (stage) => stage.toUpperCase(),
  day: (day) => day,
  range: (from, to) => `${from}/${to}`,
  durationOf: (days) => `${days} days`,
};

test('a figure of a range is asked for with the slice and the range', () => {
  expect(dealsParameters({ figure: 'closed', outcome: 'won' }, context)).toEqual({
    pipeline: 'sales',
    dimension: 'owner',
    value: 'ann',
    from: '2026-01-01',
    to: '2026-01-31',
    size: '25',
    figure: 'closed',
    outcome: 'won',
  });
});

test.each(['open', 'alerts'])('%s deals are those of now: no range is sent', (figure) => {
  const parameters = dealsParameters({ figure }, context);
  expect(parameters).not.toHaveProperty('from');
  expect(parameters).not.toHaveProperty('to');
});

test('without a value, no dimension is sent', () => {
  expect(dealsParameters({ figure: 'open' }, { ...context, value: null })).not.toHaveProperty('dimension');
});

test("a drill's own slice and range win", () => {
  const drill: Drill = { figure: 'closed', dimension: 'segment', value: 'smb', from: '2026-01-05', to: '2026-01-06' };
  expect(dealsParameters(drill, context)).toMatchObject(drill);
});

test.each<[Drill, string]>([
  [{ figure: 'open' }, 'Open deals'],
  [{ figure: 'open', stage: 'lead', on: '2026-01-02' }, 'Open deals in LEAD at the end of 2026-01-02'],
  [{ figure: 'closed', outcome: 'won' }, 'Won deals, 2026-01-01/2026-01-31'],
  [
    { figure: 'closed', outcome: 'any', dimension: 'segment', value: '' },
    'Closed deals of (none), 2026-01-01/2026-01-31',
  ],
  [
    { figure: 'closed', outcome: 'lost', min_cycle_days: '7', max_cycle_days: '14' },
    'Lost deals after 7 to 14 days, 2026-01-01/2026-01-31',
  ],
  [
    { figure: 'closed', outcome: 'won', min_cycle_days: '70' },
    'Won deals after 70 days or more, 2026-01-01/2026-01-31',
  ],
  [
    { figure: 'cohort', stage: 'lead', to_stage: 'customer', result: 'lost' },
    'Deals that reached LEAD and were lost before CUSTOMER, 2026-01-01/2026-01-31',
  ],
  [{ figure: 'exits', stage: 'lead' }, 'Deals that left LEAD, 2026-01-01/2026-01-31'],
  [{ figure: 'flow', cause: 'reopened' }, 'Open value, re-opened, 2026-01-01/2026-01-31'],
  [{ figure: 'alerts', kind: 'idle' }, 'Stalled deals: idle'],
])('%j is called "%s"', (drill, title) => {
  expect(drillTitle(drill, context)).toBe(title);
});

describe('why a deal is in the list', () => {
  test.each([
    ['cohort', ['Reached on']],
    ['exits', ['Left on', 'Days in stage']],
    ['flow', ['Changed on', 'Change']],
    ['closed', []],
    ['open', []],
    ['alerts', []],
    // The address may say anything.
    ['constructor', []],
  ])('deals of %s: %j', (figure, labels) => {
    expect(reasonColumns(figure).map(({ label }) => label)).toEqual(labels);
  });

  test.each(['open', 'closed', 'cohort', 'exits', 'flow', 'alerts'])(
    'the amount that deals of %s are sorted by is in their list',
    (figure) => {
      const column = amountColumn(figure);
      expect(column === 'change').toBe(reasonColumns(figure).some(({ key }) => key === column));
    },
  );

  test('a list whose deals are there several times counts what they did, the others deals', () => {
    const words = (figure: string, total: number): string => countWords(figure, total, String);
    expect([words('exits', 1), words('exits', 12)]).toEqual(['1 exit', '12 exits']);
    expect([words('flow', 1), words('flow', 12)]).toEqual(['1 step', '12 steps']);
    expect([words('open', 1), words('open', 12)]).toEqual(['1 deal', '12 deals']);
    expect(words('exits', 0)).toBe('No deal is behind this figure.');
  });
});

describe('order', () => {
  test('what happened last comes first, else the largest amount', () => {
    expect(['closed', 'cohort', 'exits', 'flow', 'open', 'alerts'].map(usualOrder)).toEqual([
      'at',
      'at',
      'at',
      'at',
      'amount',
      'amount',
    ]);
  });

  test('by closing, deals closed in a range are where they are already', () => {
    expect([closingOrder('closed'), closingOrder('cohort')]).toEqual(['at', 'closed_at']);
  });
});

describe('keys of rows', () => {
  test('a deal that is there twice has two', () => {
    expect(rowKeys(['a', 'b', 'a'])).toEqual(['a:1', 'b:1', 'a:2']);
  });

  test('stay when other rows come or move', () => {
    expect(rowKeys(['new', 'b', 'a', 'a'])).toEqual(expect.arrayContaining(rowKeys(['a', 'b', 'a'])));
  });

  test('differ whatever the ids are', () => {
    expect(new Set(rowKeys(['a', 'a', 'a:1', 'a:2', 'a:1:1', ''])).size).toBe(6);
  });
});
