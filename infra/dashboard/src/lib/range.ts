/** Days as `YYYY-MM-DD`, and the ranges of them that the header offers. Both ends are inclusive. */

export const PRESETS = ['7d', '30d', '90d', '365d', 'month', 'quarter', 'year'] as const;
export type Preset = (typeof PRESETS)[number];
export type RangeChoice = { preset: Preset } | { from: string; to: string };
export interface Days {
  from: string;
  to: string;
}

const MILLISECONDS_PER_DAY = 86_400_000;

/** The day that lies a number of days after another, or before it where negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/** How many days a range has, counting both ends. */
export function lengthOf({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MILLISECONDS_PER_DAY) + 1;
}

/** The days of a choice, seen from today. "This month" and the like end today, not in the future. */
export function daysOf(choice: RangeChoice, today: string): Days {
  if (!('preset' in choice)) {
    return choice;
  }
  switch (choice.preset) {
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: today };
    case 'quarter': {
      const month = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1;
      return { from: `${today.slice(0, 4)}-${String(month).padStart(2, '0')}-01`, to: today };
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    default:
      return { from: addDays(today, 1 - Number.parseInt(choice.preset, 10)), to: today };
  }
}

/** The day of an instant in a time zone. */
export function dayIn(zone: string, instant: Date): string {
  // The Swedish locale writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
}
