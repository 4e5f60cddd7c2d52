/** The API of when sales are made: sums by weekday and by hour of the shop's clock. Centavos, before refunds. */
import { z } from 'zod';
import { businessDate, daysBetween, isOrderedRange } from '../dates.ts';
import { timeOfDay } from '../promotion.ts';

const maxDays = 366;

export const salesByHourQuery = z
  .strictObject({
    from: businessDate,
    to: businessDate,
    /** Sales of each day before that time only: a day that is not over is held against others at the same time. */
    until: timeOfDay.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' })
  .refine(({ from, to }) => daysBetween(from, to) < maxDays, {
    path: ['to'],
    message: `at most ${maxDays} days`,
  });
export type SalesByHourQuery = z.infer<typeof salesByHourQuery>;

export const salesByHour = z.object({
  from: businessDate,
  to: businessDate,
  saleCount: z.int(),
  totalMinor: z.int(),
  /** By weekday (1 is Monday, 7 is Sunday) and hour (0 to 23); hours without a sale are left out. */
  items: z.array(
    z.object({
      weekday: z.int().min(1).max(7),
      hour: z.int().min(0).max(23),
      saleCount: z.int(),
      totalMinor: z.int(),
    }),
  ),
});
export type SalesByHour = z.infer<typeof salesByHour>;
