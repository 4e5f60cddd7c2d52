/** Figures as the readers of a message write them. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

export interface Bilingual {
  pt: string;
  en: string;
}

const decimals = { maximumFractionDigits: 3 };
const numbers = {
  pt: new Intl.NumberFormat('pt-BR', decimals),
  en: new Intl.NumberFormat('en', decimals),
};

/** Thousandths of a unit: `1,5 kg` and `1.5 kg`; `1,5` and `1.5` where the unit is not known. */
export function quantityText(milli: number, unit: Unit | null): Bilingual {
  const value = milli / 1000;
  if (unit === null) return { pt: numbers.pt.format(value), en: numbers.en.format(value) };
  const [pt, en] = unit === 'kg' ? ['kg', 'kg'] : ['un.', 'pcs'];
  return { pt: `${numbers.pt.format(value)} ${pt}`, en: `${numbers.en.format(value)} ${en}` };
}

/** Centavos: `R$ 12,34` and `R$ 12.34`. */
export function moneyText(minor: number): Bilingual {
  const text = `R$ ${formatAmount(minor)}`;
  return { pt: text, en: text.replace(',', '.') };
}
