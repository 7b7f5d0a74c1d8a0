import { describe, expect, test } from 'vitest';
import { Formats, NOTHING } from '../src/lib/format';

const english = new Formats(['en-GB'], 'EUR', 'UTC');
const german = new Formats(['de-DE'], 'EUR', 'Europe/Berlin');

/** Intl separates with several kinds of spaces. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');

test('money is exact to the cent, and short for tiles', () => {
  expect(english.money(2_003_044.37)).toBe('€2,003,044.37');
  expect(english.money(4_000)).toBe('€4,000');
  expect(english.moneyShort(2_003_044.37)).toBe('€2m');
  expect(plain(german.money(2_003_044.37))).toBe('2.003.044,37 €');
});

test('a change of money bears its sign, unless there is none', () => {
  expect(english.moneyChange(1_234.5)).toBe('+€1,234.50');
  expect(english.moneyChange(-4_000)).toBe('-€4,000');
  expect(english.moneyChange(0)).toBe('€0');
  expect(plain(german.moneyChange(99.9))).toBe('+99,90 €');
});

test('the unit is set apart where it comes last', () => {
  expect(english.moneyParts(28_100)).toEqual(['€28.1k', '']);
  expect(german.moneyParts(2_080_000).map(plain)).toEqual(['2,08', ' Mio. €']);
  expect(english.daysParts(40.25)).toEqual(['40.3', ' days']);
});

test('what is not defined is a dash, never 0', () => {
  for (const text of [
    english.count(null),
    english.rate(null),
    english.money(null),
    english.moneyShort(null),
    english.moneyChange(null),
    english.days(null),
    english.day(null),
    english.instant(null),
    english.moneyParts(null)[0],
  ]) {
    expect(text).toBe(NOTHING);
  }
  expect(english.rate(0)).toBe('0.0%');
});

test('durations have one decimal, and two below a day', () => {
  expect(english.days(40.24)).toBe('40.2 days');
  expect(english.days(0.042)).toBe('0.04 days');
  expect(german.days(1)).toBe('1 Tag');
});

describe('days and instants', () => {
  test('a day is the same in every zone', () => {
    expect(german.day('2026-11-26')).toBe('26.11.2026');
    expect(new Formats(['de-DE'], 'EUR', 'America/Los_Angeles').day('2026-11-26')).toBe('26.11.2026');
  });

  test('an instant is shown in the reporting zone', () => {
    expect(german.date('2026-11-26T23:30:00.000Z')).toBe('27.11.2026');
    expect(english.date('2026-11-26T23:30:00.000Z')).toBe('26 Nov 2026');
  });

  test('what is no day is shown as it is', () => {
    expect(english.day('2026-13-01')).toBe('2026-13-01');
    expect(english.range('2026-13-01', 'x')).toBe('2026-13-01 – x');
    expect(english.range('2026-02-01', '2026-01-01')).toBe('2026-02-01 – 2026-01-01');
  });

  test('how long ago is told in days of the calendar', () => {
    expect(english.ago('2026-11-23T23:59:00.000Z', '2026-11-26')).toBe('3 days ago');
    expect(english.ago('2026-11-26T00:00:00.000Z', '2026-11-26')).toBe('today');
  });
});

test.each([
  [0, '0 secs'],
  [119, '119 secs'],
  [120, '2 minutes'],
  [7_199, '119 minutes'],
  [7_200, '2 hours'],
  [172_800, '2 days'],
])('an age of %i s is %s', (seconds, text) => {
  expect(english.age(seconds)).toBe(text);
});

test('a currency that is none has no sign', () => {
  expect(english.moneyIn(12.5, 'x')).toBe('12.5');
  expect(english.moneyIn(12.5, 'USD')).toBe('US$12.50');
  expect(english.moneyIn(null, 'USD')).toBe(NOTHING);
});
