/** Money, weights, dates and times as people read them; the shop's time zone, the reader's language. */
import type { Unit } from '@balcao/contracts/unit.ts';
import { shopSettings } from '../shell/shop-settings.ts';
import { type Language, useLanguage } from './language.ts';

export interface Format {
  /** Centavos → `R$ 53,75`; the shop's currency is the real in every language. */
  money(amountMinor: number): string;
  /** Centavos → `53,75`, where the unit stands elsewhere. */
  amount(amountMinor: number): string;
  /** Thousandths → `1,347 kg`, `2 un`. */
  quantity(quantityMilli: number, unit: Unit): string;
  /** A share of one → `27,4 %`. */
  percent(share: number): string;
  number(value: number): string;
  /** A business date, `YYYY-MM-DD` → `21/11/2026`. */
  day(date: string): string;
  /** A business date → `sáb., 21 de nov.` */
  dayInWords(date: string): string;
  /** A month, `YYYY-MM` → `novembro de 2026`. */
  month(month: string): string;
  /** An instant → date and time on the shop's clock. */
  moment(instant: string): string;
  /** An instant → the time on the shop's clock. */
  time(instant: string): string;
  /** An instant → the time; with its date where that is not today's on the shop's clock. */
  timeOrMoment(instant: string, now?: number): string;
  /** How long ago an instant was → `há 5 minutos`. */
  ago(instant: string, now?: number): string;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

const made = new Map<string, Format>();

/** Formatters are costly to make, so there is one set for each language and time zone, and each is made at its first use. */
function formatFor(language: Language): Format {
  const { timeZone } = shopSettings.get();
  const key = `${language} ${timeZone}`;
  const known = made.get(key) ?? createFormat(language, timeZone);
  made.set(key, known);
  return known;
}

function once<Made>(make: () => Made): () => Made {
  let kept: Made | undefined;
  return () => {
    kept ??= make();
    return kept;
  };
}

function createFormat(language: Language, timeZone: string): Format {
  const numbers = (options?: Intl.NumberFormatOptions) =>
    once(() => new Intl.NumberFormat(language, options));
  const dates = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(language, options));
  const money = numbers({ style: 'currency', currency: 'BRL' });
  const amount = numbers({ minimumFractionDigits: 2 });
  const number = numbers();
  const weight = numbers({ minimumFractionDigits: 3 });
  const percent = numbers({ style: 'percent', maximumFractionDigits: 1 });
  const day = dates({ timeZone: 'UTC', dateStyle: 'short' });
  const dayInWords = dates({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });
  const month = dates({ timeZone: 'UTC', month: 'long', year: 'numeric' });
  const moment = dates({ timeZone, dateStyle: 'short', timeStyle: 'short' });
  const date = dates({ timeZone, dateStyle: 'short' });
  const time = dates({ timeZone, timeStyle: 'short' });
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  return {
    money: (minor) => money().format(minor / 100),
    amount: (minor) => amount().format(minor / 100),
    quantity: (milli, unit) =>
      unit === 'kg'
        ? `${weight().format(milli / 1000)} kg`
        : `${number().format(milli / 1000)} ${language === 'en' ? 'pc' : 'un'}`,
    percent: (share) => percent().format(share),
    number: (value) => number().format(value),
    day: (date) => day().format(new Date(date)),
    dayInWords: (date) => dayInWords().format(new Date(date)),
    month: (text) => month().format(new Date(`${text}-01`)),
    moment: (instant) => moment().format(new Date(instant)),
    time: (instant) => time().format(new Date(instant)),
    timeOrMoment(instant, now = Date.now()) {
      const at = new Date(instant);
      return (date().format(at) === date().format(now) ? time() : moment()).format(at);
    },
    ago(instant, now = Date.now()) {
      const seconds = (Date.parse(instant) - now) / 1000;
      const [unit, size] = steps.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
      return relative().format(Math.trunc(seconds / size), unit);
    },
  };
}

export const useFormat = (): Format => formatFor(useLanguage());
