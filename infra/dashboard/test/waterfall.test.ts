import { expect, test } from 'vitest';
import { placesOf, unexplained, waterfallBars } from '../src/lib/waterfall';

const before = { deals: 2, amount: 100 };
const steps = [
  { cause: 'created', deals: 1, amount: 50.1 },
  { cause: 'won', deals: -1, amount: -120.2 },
  { cause: 'exchange_rates', deals: 0, amount: 0.3 },
];
const after = { deals: 2, amount: 30.2 };

test('each bar begins where the one before it ended, to the cent', () => {
  expect(waterfallBars(before, steps, after).map(({ key, kind, start, end }) => [key, kind, start, end])).toEqual([
    ['open_before', 'total', 0, 100],
    ['created', 'up', 100, 150.1],
    ['won', 'down', 150.1, 29.9],
    ['exchange_rates', 'up', 29.9, 30.2],
    ['open_after', 'total', 0, 30.2],
  ]);
});

test('what the steps leave unexplained is told, and rounding of sums is not', () => {
  expect(unexplained(before, steps, after)).toBe(0);
  expect(unexplained(before, steps, { deals: 2, amount: 30.21 })).toBe(0.01);
});

test('bars stand between 0 and the highest level', () => {
  const places = placesOf(
    waterfallBars({ deals: 1, amount: 50 }, [{ cause: 'created', deals: 1, amount: 150 }], { deals: 2, amount: 200 }),
  );
  expect(places).toEqual([
    { left: 0, width: 0.25 },
    { left: 0.25, width: 0.75 },
    { left: 0, width: 1 },
  ]);
});

test('levels below 0 have their place', () => {
  const places = placesOf(
    waterfallBars({ deals: 1, amount: 100 }, [{ cause: 'decreased', deals: 0, amount: -200 }], {
      deals: 1,
      amount: -100,
    }),
  );
  expect(places).toEqual([
    { left: 0.5, width: 0.5 },
    { left: 0, width: 1 },
    { left: 0, width: 0.5 },
  ]);
});

test('nothing at all is drawn as nothing', () => {
  expect(placesOf(waterfallBars({ deals: 0, amount: 0 }, [], { deals: 0, amount: 0 }))).toEqual([
    { left: 0, width: 0 },
    { left: 0, width: 0 },
  ]);
});
