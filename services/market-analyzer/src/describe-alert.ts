/** What an alert is about, in a sentence for people: Portuguese and English. */
import type { AlertSummary } from '@balcao/contracts/api/market-alerts.ts';
import type { RuleCondition } from '@balcao/contracts/api/market-rules.ts';

export interface AlertFacts {
  symbol: string;
  condition: RuleCondition;
  /** The price that began it and what it was held against: decimal text, null where there was none. */
  value: string | null;
  reference: string | null;
  /** Whether the price is above what it was held against. */
  isAbove: boolean;
}

const units = [
  { seconds: 86_400, pt: ['dia', 'dias'], en: ['day', 'days'] },
  { seconds: 3_600, pt: ['hora', 'horas'], en: ['hour', 'hours'] },
  { seconds: 60, pt: ['minuto', 'minutos'], en: ['minute', 'minutes'] },
  { seconds: 1, pt: ['segundo', 'segundos'], en: ['second', 'seconds'] },
] as const;

/** In the largest unit of which it is a whole number: 5400 is 90 minutes. */
function describeSeconds(seconds: number): AlertSummary {
  const unit = units.find((one) => seconds % one.seconds === 0) ?? units[3];
  const count = seconds / unit.seconds;
  const form = count === 1 ? 0 : 1;
  return { pt: `${count} ${unit.pt[form]}`, en: `${count} ${unit.en[form]}` };
}

const comma = (decimal: string | number) => String(decimal).replace('.', ',');

const decimalsOf = (decimal: string) => decimal.split('.')[1]?.length ?? 0;

/** A mean has as many digits as the division gave it, of which the price's own, and two at least, tell enough. */
function roundedReference({ condition: { kind }, value, reference }: AlertFacts): string | null {
  if (value === null || reference === null) return null;
  const wanted = Math.max(decimalsOf(value), 2);
  const isMean = kind === 'mean' || kind === 'deviation';
  return isMean && decimalsOf(reference) > wanted ? Number(reference).toFixed(wanted) : reference;
}

/** A price's digits as they are, its thousands set apart. */
function grouped(decimal: string): AlertSummary {
  const [whole = '', decimals] = decimal.split('.');
  const write = (group: string, point: string) =>
    whole.replace(/\B(?=(\d{3})+$)/g, group) + (decimals === undefined ? '' : point + decimals);
  return { pt: write('.', ','), en: write(',', '.') };
}

export function describeAlert(facts: AlertFacts): AlertSummary {
  const { symbol, value } = facts;
  const reference = roundedReference(facts);
  const { pt, en } = describeCondition(facts);
  if (value === null || reference === null)
    return { pt: `${symbol}: ${pt}`, en: `${symbol}: ${en}` };
  const [now, before, past] = [grouped(value), grouped(reference), pastOf(facts)];
  return {
    pt: `${symbol}: ${pt} (${now.pt}; ${past.pt} ${before.pt})`,
    en: `${symbol}: ${en} (${now.en}; ${past.en} ${before.en})`,
  };
}

function describeCondition({ condition, isAbove }: AlertFacts): AlertSummary {
  switch (condition.kind) {
    case 'change': {
      const { pt, en } = describeSeconds(condition.windowSeconds);
      return {
        pt: `${isAbove ? 'subiu' : 'caiu'} mais de ${comma(condition.percent)}% em ${pt}`,
        en: `${isAbove ? 'rose' : 'fell'} more than ${condition.percent}% within ${en}`,
      };
    }
    case 'mean': {
      const { pt, en } = describeSeconds(condition.windowSeconds);
      return {
        pt: `${isAbove ? 'acima' : 'abaixo'} da média de ${pt}`,
        en: `${isAbove ? 'above' : 'below'} the mean of ${en}`,
      };
    }
    case 'deviation': {
      const { pt, en } = describeSeconds(condition.windowSeconds);
      return {
        pt: `mais de ${comma(condition.percent)}% ${isAbove ? 'acima' : 'abaixo'} da média de ${pt}`,
        en: `more than ${condition.percent}% ${isAbove ? 'above' : 'below'} the mean of ${en}`,
      };
    }
    case 'threshold':
      return {
        pt: `${isAbove ? 'acima' : 'abaixo'} do limite`,
        en: `${isAbove ? 'above' : 'below'} the limit`,
      };
    case 'absent': {
      const { pt, en } = describeSeconds(condition.afterSeconds);
      return { pt: `sem cotação há mais de ${pt}`, en: `no quote for more than ${en}` };
    }
  }
}

function pastOf({ condition: { kind }, isAbove }: AlertFacts): AlertSummary {
  if (kind === 'mean' || kind === 'deviation') return { pt: 'média', en: 'mean' };
  if (kind === 'threshold') return { pt: 'limite', en: 'limit' };
  return isAbove ? { pt: 'mínima', en: 'lowest' } : { pt: 'máxima', en: 'highest' };
}
