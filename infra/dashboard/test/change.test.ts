import { expect, test } from 'vitest';
import { describeChange, type ChangeWording } from '../src/lib/change';

const number = (value: number): string => value.toFixed(1);
const VALUE: ChangeWording = { unit: 'percent', better: 'up', up: 'higher', down: 'lower' };
const CYCLE: ChangeWording = { unit: 'percent', better: 'down', up: 'slower', down: 'faster' };
const RATE: ChangeWording = { ...VALUE, unit: 'points' };

test.each([
  [VALUE, 0.123, '▲', '12.3 % higher', true],
  [VALUE, -0.04, '▼', '4.0 % lower', false],
  [CYCLE, -0.143, '▼', '14.3 % faster', true],
  [CYCLE, 0.06, '▲', '6.0 % slower', false],
  [RATE, -0.018, '▼', '1.8 pts lower', false],
])('%j by %d is told as %s %s', (wording, change, arrow, text, good) => {
  expect(describeChange(change, wording, number)).toMatchObject({ arrow, text, good });
});

test('nothing to compare with is neither good nor bad', () => {
  expect(describeChange(null, VALUE, number)).toMatchObject({ direction: 'unknown', good: null });
});

test.each([0, 0.0004, -0.0004])('%d is no change', (change) => {
  expect(describeChange(change, CYCLE, number)).toMatchObject({ direction: 'same', text: 'unchanged', good: null });
});
