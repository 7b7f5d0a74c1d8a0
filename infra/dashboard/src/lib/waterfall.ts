/** Where the bars of a waterfall stand: each begins where the one before it ended. */

export interface WaterfallBar {
  key: string;
  kind: 'total' | 'up' | 'down';
  /** What the bar says: the level of a total, the change of a step. */
  amount: number;
  deals: number;
  /** The level before and after it. A total stands on 0. */
  start: number;
  end: number;
}

interface Level {
  deals: number;
  amount: number;
}

export const OPENING = 'open_before';
export const CLOSING = 'open_after';

export function waterfallBars(
  before: Level,
  steps: readonly (Level & { cause: string })[],
  after: Level,
): WaterfallBar[] {
  const bars: WaterfallBar[] = [
    { key: OPENING, kind: 'total', amount: before.amount, deals: before.deals, start: 0, end: before.amount },
  ];
  let level = toCents(before.amount);
  for (const { cause, deals, amount } of steps) {
    const start = level;
    level += toCents(amount);
    bars.push({
      key: cause,
      kind: amount < 0 ? 'down' : 'up',
      amount,
      deals,
      start: start / 100,
      end: level / 100,
    });
  }
  bars.push({ key: CLOSING, kind: 'total', amount: after.amount, deals: after.deals, start: 0, end: after.amount });
  return bars;
}

/** What the steps leave unexplained, in currency: 0 if the waterfall reconciles. */
export function unexplained(before: Level, steps: readonly Level[], after: Level): number {
  const sum = steps.reduce((total, step) => total + toCents(step.amount), toCents(before.amount));
  return (toCents(after.amount) - sum) / 100;
}

/** Whole cents, in which sums are exact. */
function toCents(amount: number): number {
  return Math.round(amount * 100);
}

/** Where a bar is drawn, as shares of the width. */
export interface Place {
  left: number;
  width: number;
}

/** Places on a common scale that includes 0, also when levels are negative. */
export function placesOf(bars: readonly WaterfallBar[]): Place[] {
  const levels = bars.flatMap(({ start, end }) => [start, end]);
  const least = Math.min(0, ...levels);
  const scale = Math.max(0, ...levels) - least || 1;
  return bars.map(({ start, end }) => ({
    left: (Math.min(start, end) - least) / scale,
    width: Math.abs(end - start) / scale,
  }));
}
