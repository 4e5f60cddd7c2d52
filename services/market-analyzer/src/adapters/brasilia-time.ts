/** The clock of Brasília, by which banks and exchanges of the country tell the time. */
import { z } from 'zod';

const hour = 3_600_000;

const formatter = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Sao_Paulo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The day in Brasília, YYYY-MM-DD. */
export const brasiliaDay = (at: Date): string => formatter.format(at).slice(0, 10);

/**
 * `2025-11-06 13:02:49.425` as an instant. There are three hours to UTC, or two in the summers until 2019; an
 * hour that a clock shows twice is the later one.
 */
export const brasiliaTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/, 'a date and a time')
  .transform((local, context) => {
    const utc = Date.parse(`${local.replace(' ', 'T')}Z`);
    if (Number.isNaN(utc)) {
      context.addIssue({ code: 'custom', message: `${local} does not exist` });
      return z.NEVER;
    }
    const winter = new Date(utc + 3 * hour);
    const isWinter = formatter.format(winter) === local.slice(0, 19);
    return (isWinter ? winter : new Date(utc + 2 * hour)).toISOString();
  });

/** A day without a time is kept as its noon in UTC, which is the same day everywhere in Brazil. */
export const noonOf = (day: string): string => `${day}T12:00:00.000Z`;
