/** How a figure differs from the period before, in words beside the arrow, since colour alone tells not everybody. */

export type Better = 'up' | 'down';

export interface Change {
  direction: 'up' | 'down' | 'same' | 'unknown';
  arrow: string;
  text: string;
  /** Whether the change is for the better; null where there is none. */
  good: boolean | null;
}

export interface ChangeWording {
  /** Relative changes are told in percent, those of rates in points. */
  unit: 'percent' | 'points';
  better: Better;
  up: string;
  down: string;
}

/** Less than what the text shows counts as no change. */
const SMALLEST = 0.0005;

export function describeChange(
  change: number | null,
  wording: ChangeWording,
  number: (value: number) => string,
): Change {
  if (change === null) {
    return { direction: 'unknown', arrow: '', text: 'no comparison', good: null };
  }
  if (Math.abs(change) < SMALLEST) {
    return { direction: 'same', arrow: '＝', text: 'unchanged', good: null };
  }
  const direction = change > 0 ? 'up' : 'down';
  const amount = number(Math.abs(change) * 100);
  return {
    direction,
    arrow: change > 0 ? '▲' : '▼',
    text: `${amount}${wording.unit === 'percent' ? ' %' : ' pts'} ${wording[direction]}`,
    good: direction === wording.better,
  };
}
