/** Prices of the market are exact decimals as text; shown in the reader's language, never through a float. */
import type { Language } from '../i18n/language.ts';
import { useLanguage } from '../i18n/language.ts';

/** `5.4258` → `5,4258`; digits stay as they are. */
export const priceText = (price: string, language: Language): string => {
  const [whole = '', decimals] = price.split('.');
  const isNegative = whole.startsWith('-');
  const [group, point] = language === 'en' ? [',', '.'] : ['.', ','];
  const grouped = whole.replace('-', '').replace(/\B(?=(\d{3})+$)/g, group);
  return `${isNegative ? '-' : ''}${grouped}${decimals === undefined ? '' : point + decimals}`;
};

/** `5,4258` or `5.4258` as typed → the API's decimal; null for what is none. */
export function parsePrice(text: string): string | null {
  const plain = text.trim().replace(',', '.');
  return /^-?(0|[1-9]\d{0,15})(\.\d{1,12})?$/.test(plain) ? plain : null;
}

export function usePriceText(): (price: string) => string {
  const language = useLanguage();
  return (price) => priceText(price, language);
}
