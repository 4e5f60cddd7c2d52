/** Figures as the readers of a message write them. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

export interface Bilingual {
  pt: string;
  en: string;
}

/** Thousandths of a unit, as scales show them: `1,500 kg` and `1.500 kg`; `1,5` and `1.5` where the unit is not known. */
export function quantityText(milli: number, unit: Unit | null): Bilingual {
  const write = (locale: string) =>
    (milli / 1000).toLocaleString(locale, {
      minimumFractionDigits: unit === 'kg' ? 3 : 0,
      maximumFractionDigits: 3,
    });
  const [pt, en] = { kg: [' kg', ' kg'], un: [' un', ' pcs'], none: ['', ''] }[unit ?? 'none'];
  return { pt: write('pt-BR') + pt, en: write('en') + en };
}

/** Centavos: `R$ 12,34` and `R$ 12.34`. */
export function moneyText(minor: number): Bilingual {
  const text = `R$ ${formatAmount(minor)}`;
  return { pt: text, en: text.replace(',', '.') };
}
