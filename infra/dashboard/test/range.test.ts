import { describe, expect, test } from 'vitest';
import { addDays, dayIn, daysOf, lengthOf, type Preset } from '../src/lib/range';

describe('the days of a choice', () => {
  test.each<[Preset, string, string]>([
    ['7d', '2026-02-23', '2026-03-01'],
    ['30d', '2026-01-31', '2026-03-01'],
    ['90d', '2025-12-02', '2026-03-01'],
    ['365d', '2025-03-02', '2026-03-01'],
    ['month', '2026-03-01', '2026-03-01'],
    ['quarter', '2026-01-01', '2026-03-01'],
    ['year', '2026-01-01', '2026-03-01'],
  ])('%s ends today', (preset, from, to) => {
    expect(daysOf({ preset }, '2026-03-01')).toEqual({ from, to });
  });

  test.each([
    ['2026-03-31', '2026-01-01'],
    ['2026-04-01', '2026-04-01'],
    ['2026-12-31', '2026-10-01'],
  ])('the quarter of %s begins on %s', (today, from) => {
    expect(daysOf({ preset: 'quarter' }, today).from).toBe(from);
  });

  test.each([7, 30, 90, 365])('%i days are as many', (count) => {
    expect(lengthOf(daysOf({ preset: `${count}d` as Preset }, '2024-03-15'))).toBe(count);
  });

  test('own days stay as they are, also senseless ones, for the API to refuse', () => {
    expect(daysOf({ from: '2026-05-01', to: 'x' }, '2026-03-01')).toEqual({ from: '2026-05-01', to: 'x' });
  });
});

test('days are added over the ends of months and leap years', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});

test('days are not shifted by a change of the clocks', () => {
  expect(lengthOf({ from: '2026-03-28', to: '2026-03-30' })).toBe(3);
});

test('the same instant is on different days in different zones', () => {
  const instant = new Date('2026-01-01T03:00:00Z');
  expect(dayIn('UTC', instant)).toBe('2026-01-01');
  expect(dayIn('America/New_York', instant)).toBe('2025-12-31');
});
