/** The months of the books: which one a day is in, and where a posting goes whose month is closed. */

/** YYYY-MM. */
export const monthOf = (date: string): string => date.slice(0, 7);

/** The first day of a month. */
export const firstDayOf = (month: string): string => `${month}-01`;

export function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  // Months of a Date count from 0, so that the number of this one is the index of the next.
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

/** The day itself, or the first one after it whose month is not closed. */
export function firstOpenDay(date: string, closedMonths: ReadonlySet<string>): string {
  let month = monthOf(date);
  if (!closedMonths.has(month)) return date;
  while (closedMonths.has(month)) month = nextMonth(month);
  return firstDayOf(month);
}
