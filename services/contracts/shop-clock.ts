/** Which day and time it is in the shop at an instant. */

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
