/** What was missing in a till, or too much; a word where it was right. */
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tillListWords } from './till-words.ts';

/** Centavos, counted less expected; null before the till is closed. */
export function TillDifference({ differenceMinor }: { differenceMinor: number | null }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  if (differenceMinor === null) return null;
  if (differenceMinor === 0) return <span className="text-positive">{t('right')}</span>;
  const tone = differenceMinor < 0 ? 'text-danger' : 'text-warning';
  return <strong className={`font-semibold ${tone}`}>{format.money(differenceMinor)}</strong>;
}
