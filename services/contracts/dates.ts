/** Days of the shop and instants in UTC, and the way from one to the other. */
import { z } from 'zod';

const dayMs = 86_400_000;

/** A calendar day that exists, YYYY-MM-DD, 1900 to 2999 (PostgreSQL knows no year 0). */
export const businessDate = z.iso.date().regex(/^(19|2\d)/, 'a year from 1900 to 2999');

/** RFC 3339 in UTC with seconds, at most microseconds: `2026-11-22T07:25:49.123Z`. */
export const instant = z.iso
  .datetime()
  .regex(/^(19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/, 'an RFC 3339 time in UTC');

export const dateParams = z.strictObject({ date: businessDate });
export type DateParams = z.infer<typeof dateParams>;

/** The days `days` after (before, when negative) a business date. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** How many days `to` is after `from`; negative when it is before. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / dayMs;

/**
 * Which business day an instant belongs to in an IANA time zone (the shop's is America/Sao_Paulo).
 * Build it once: the formatter is costly. Throws RangeError for an unknown zone.
 */
export const businessCalendar = (timeZone: string): ((at: Date) => string) => {
  const formatter = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => {
    const parts = new Map(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  };
};

/** A range of days in a query; both ends belong to it and may be left out. */
export const dateRangeParameters = {
  from: z.optional(businessDate),
  to: z.optional(businessDate),
};

/** Whether a range is in order; days compare as text. */
export const isOrderedRange = ({
  from,
  to,
}: {
  from?: string | undefined;
  to?: string | undefined;
}): boolean => from === undefined || to === undefined || from <= to;

/** A moment as a price list knows it: the business day, its weekday and the time on the shop's clock. */
export interface ShopTime {
  businessDate: string;
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  weekday: number;
  /** `HH:MM`, 00:00 to 23:59. */
  time: string;
}

/** The weekday of a business date: 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekdayOf = (date: string): number => new Date(date).getUTCDay() || 7;

/** What the clock on the shop's wall shows at an instant. Build it once, as `businessCalendar`. */
export const shopClock = (timeZone: string): ((at: Date) => ShopTime) => {
  const businessDateOf = businessCalendar(timeZone);
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const businessDate = businessDateOf(at);
    return { businessDate, weekday: weekdayOf(businessDate), time: formatter.format(at) };
  };
};
