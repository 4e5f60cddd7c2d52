/** Days of the shop and instants in UTC, as requests and answers have them. */
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
