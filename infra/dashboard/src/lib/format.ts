/** Numbers, money, dates and times in the reader's locale. */

export const NOTHING = '–';

type UnitDisplay = 'long' | 'short' | 'narrow';

const DAY_MS = 86_400_000;

export class Formats {
  readonly locales: string[];
  private readonly whole: Intl.NumberFormat;
  private readonly decimal: Intl.NumberFormat;
  private readonly rateFormat: Intl.NumberFormat;
  private readonly percentFormat: Intl.NumberFormat;
  private readonly moneyExact: Intl.NumberFormat;
  private readonly moneySigned: Intl.NumberFormat;
  private readonly moneyCompact: Intl.NumberFormat;
  private readonly compactNumber: Intl.NumberFormat;
  private readonly dayFormat: Intl.DateTimeFormat;
  private readonly dayShort: Intl.DateTimeFormat;
  private readonly dateFormat: Intl.DateTimeFormat;
  private readonly instantFormat: Intl.DateTimeFormat;
  private readonly timeFormat: Intl.DateTimeFormat;
  private readonly dateTimeFormat: Intl.DateTimeFormat;
  private readonly secondsFormat: Intl.NumberFormat;

  /**
   * @param locales the reader's languages, best first
   * @param currency the base currency, ISO 4217
   * @param zone the reporting zone, in which the instants of deals are shown
   */
  constructor(
    locales: readonly string[],
    readonly currency: string,
    readonly zone: string,
  ) {
    this.locales = [...locales];
    const number = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
      new Intl.NumberFormat(this.locales, options);
    const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat(this.locales, options);
    this.whole = number({ maximumFractionDigits: 0 });
    this.decimal = number({ maximumFractionDigits: 1 });
    this.rateFormat = number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.percentFormat = number({ style: 'percent', maximumFractionDigits: 1 });
    this.moneyExact = number({ style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
    this.moneySigned = number({
      style: 'currency',
      currency,
      trailingZeroDisplay: 'stripIfInteger',
      signDisplay: 'exceptZero',
    });
    this.moneyCompact = number({
      style: 'currency',
      currency,
      notation: 'compact',
      minimumSignificantDigits: 1,
      maximumSignificantDigits: 3,
    });
    this.compactNumber = number({ notation: 'compact', maximumSignificantDigits: 3 });
    this.dayFormat = date({ timeZone: 'UTC', dateStyle: 'medium' });
    this.dayShort = date({ timeZone: 'UTC', day: 'numeric', month: 'short' });
    this.dateFormat = date({ timeZone: zone, dateStyle: 'medium' });
    this.instantFormat = date({ timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
    this.timeFormat = date({ timeStyle: 'medium', hourCycle: 'h23' });
    this.dateTimeFormat = date({ dateStyle: 'medium', timeStyle: 'short' });
    this.secondsFormat = number({ style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 0 });
  }

  count(value: number | null): string {
    return value === null ? NOTHING : this.whole.format(value);
  }

  /** At most one decimal. */
  number(value: number): string {
    return this.decimal.format(value);
  }

  rate(value: number | null): string {
    return value === null ? NOTHING : this.rateFormat.format(value);
  }

  /** A rate in whole percent, for axes. */
  percent(value: number): string {
    return this.percentFormat.format(value);
  }

  /** To the cent. */
  money(value: number | null): string {
    return value === null ? NOTHING : this.moneyExact.format(value);
  }

  /** To the cent, with its sign. */
  moneyChange(value: number | null): string {
    return value === null ? NOTHING : this.moneySigned.format(value);
  }

  /** Three digits, for tiles and axes. */
  moneyShort(value: number | null): string {
    return value === null ? NOTHING : this.moneyCompact.format(value);
  }

  /** The same, with what follows the digits apart. */
  moneyParts(value: number | null): readonly [string, string] {
    return value === null ? [NOTHING, ''] : unitApart(this.moneyCompact.formatToParts(value));
  }

  countShort(value: number): string {
    return this.compactNumber.format(value);
  }

  /** An amount in a currency of its own, which need not be one that exists. */
  moneyIn(value: number | null, currency: string | null): string {
    if (value === null) {
      return NOTHING;
    }
    if (currency === null || !/^[A-Z]{3}$/.test(currency)) {
      return this.decimal.format(value);
    }
    return new Intl.NumberFormat(this.locales, {
      style: 'currency',
      currency,
      trailingZeroDisplay: 'stripIfInteger',
    }).format(value);
  }

  /** A duration in days, with the unit. */
  days(value: number | null, display: UnitDisplay = 'long'): string {
    return value === null ? NOTHING : this.daysFormat(value, display).format(value);
  }

  /** The same, with the unit apart where it comes last. */
  daysParts(value: number | null): readonly [string, string] {
    return value === null ? [NOTHING, ''] : unitApart(this.daysFormat(value, 'short').formatToParts(value));
  }

  private daysFormat(value: number, unitDisplay: UnitDisplay): Intl.NumberFormat {
    return new Intl.NumberFormat(this.locales, {
      style: 'unit',
      unit: 'day',
      unitDisplay,
      maximumFractionDigits: Math.abs(value) < 1 ? 2 : 1,
    });
  }

  day(day: string | null): string {
    return day === null ? NOTHING : formatOr(this.dayFormat, Date.parse(day), day);
  }

  dayWithoutYear(day: string): string {
    return formatOr(this.dayShort, Date.parse(day), day);
  }

  range(from: string, to: string): string {
    const [start, end] = [Date.parse(from), Date.parse(to)];
    return Number.isNaN(start) || Number.isNaN(end) || start > end
      ? `${from} – ${to}`
      : this.dayFormat.formatRange(start, end);
  }

  /** The day of an instant, in the reporting zone. */
  date(instant: string | null): string {
    return instant === null ? NOTHING : formatOr(this.dateFormat, Date.parse(instant), instant);
  }

  /** An instant of a deal, in the reporting zone. */
  instant(instant: string | null): string {
    return instant === null ? NOTHING : formatOr(this.instantFormat, Date.parse(instant), instant);
  }

  /** A time of this machine: to the second when it is near, with its date when it is not. */
  time(milliseconds: number, relativeTo: number): string {
    const near = Math.abs(relativeTo - milliseconds) < DAY_MS / 2;
    return (near ? this.timeFormat : this.dateTimeFormat).format(milliseconds);
  }

  /** How long ago something was written, in the largest unit that says enough. */
  age(seconds: number): string {
    if (seconds < 120) {
      return this.secondsFormat.format(Math.floor(seconds));
    }
    const [value, unit] =
      seconds < 7_200
        ? [seconds / 60, 'minute']
        : seconds < 172_800
          ? [seconds / 3_600, 'hour']
          : [seconds / 86_400, 'day'];
    return new Intl.NumberFormat(this.locales, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
      maximumFractionDigits: 0,
    }).format(Math.floor(value));
  }

  /** "3 days ago", counted in whole days of the reporting zone's calendar as the API tells them. */
  ago(instant: string | null, asOf: string | null): string {
    if (instant === null || asOf === null) {
      return NOTHING;
    }
    const days = Math.round((Date.parse(instant.slice(0, 10)) - Date.parse(asOf)) / DAY_MS);
    return new Intl.RelativeTimeFormat(this.locales, { numeric: 'auto' }).format(days, 'day');
  }
}

function formatOr(format: Intl.DateTimeFormat, milliseconds: number, otherwise: string): string {
  return Number.isNaN(milliseconds) ? otherwise : format.format(milliseconds);
}

const DIGITS = new Set(['integer', 'group', 'decimal', 'fraction']);

/** The text up to the last digit, and the rest, unless that is a single letter or sign. */
function unitApart(parts: readonly Intl.NumberFormatPart[]): readonly [string, string] {
  const end = parts.findLastIndex(({ type }) => DIGITS.has(type)) + 1;
  const text = (some: readonly Intl.NumberFormatPart[]): string => some.map(({ value }) => value).join('');
  const unit = text(parts.slice(end));
  return unit.trim().length <= 1 ? [text(parts), ''] : [text(parts.slice(0, end)), unit];
}
