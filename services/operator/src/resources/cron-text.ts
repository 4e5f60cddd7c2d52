/** The text of a cron schedule and of a time zone, as far as a pattern can tell a right one. */
import { z } from 'zod';

const months = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const days = 'SUN|MON|TUE|WED|THU|FRI|SAT';

/** `*`, a value or a range, each with a step where one is wanted; several with commas. */
function field(value: string): string {
  const one = String.raw`(\*|(${value})(-(${value}))?)(/[1-9][0-9]?)?`;
  return `${one}(,${one})*`;
}

const fields = [
  '[0-5]?[0-9]',
  '1?[0-9]|2[0-3]',
  '0?[1-9]|[12][0-9]|3[01]',
  `0?[1-9]|1[0-2]|${months}`,
  `[0-7]|${days}`,
];

export const cron = z
  .string()
  .max(100)
  .regex(
    new RegExp(`^${fields.map(field).join(' ')}$`),
    'five fields of cron, such as 30 3 * * * or 0 9,18 * * MON-SAT',
  );

/** Whether there is such a zone only the program knows. */
export const timeZone = z
  .string()
  .max(64)
  .regex(
    /^(UTC|[A-Z][A-Za-z_]*(\/[A-Za-z0-9_+-]+){1,2})$/,
    'a time zone such as America/Sao_Paulo, or UTC',
  );
