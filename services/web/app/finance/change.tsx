/** How an amount compares with what it was: an arrow, a percentage, and in words for who hears it. */
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { periodWords } from './words.ts';

interface ChangeProps {
  /** Hundredths of a per cent; null where there was nothing before. */
  basisPoints: number | null;
  /** Whether more is good: of what is spent it is not. */
  isMoreGood?: boolean;
}

export function Change({ basisPoints, isMoreGood = true }: ChangeProps) {
  const t = useWords(periodWords);
  const format = useFormat();
  if (basisPoints === null) return <span className="text-ink-soft">–</span>;
  if (basisPoints === 0) return <span className="text-ink-soft">= {format.percent(0)}</span>;
  const isMore = basisPoints > 0;
  const tone = isMore === isMoreGood ? 'text-positive' : 'text-danger';
  return (
    <span className={`whitespace-nowrap ${tone}`}>
      <span aria-hidden>{isMore ? '▲' : '▼'} </span>
      <span className="sr-only">{isMore ? t('moreBy') : t('lessBy')} </span>
      {format.percent(Math.abs(basisPoints) / 10_000)}
    </span>
  );
}

/** In hundredths of a per cent; null where there was nothing before. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / Math.abs(before)) * 10_000);
