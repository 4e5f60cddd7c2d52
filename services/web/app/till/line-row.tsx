/** One line of the sale: what, how much, and what it comes to; the marked one has a bar at its left. */
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { memo, type RefObject } from 'react';
import { classNames } from '../design/class-names.ts';
import { type Format, useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { type CartLine, isSold, type SoldLine, type UnknownLine } from './cart.ts';
import { changeCart } from './cart-store.ts';
import { tillWords } from './words.ts';

interface LineRowProps {
  line: CartLine;
  number: number;
  isMarked: boolean;
  rowRef?: RefObject<HTMLLIElement | null>;
}

// A long sale stays as fast as a short one: a scan renders the rows that changed only.
export const LineRow = memo(function LineRow({ line, number, isMarked, rowRef }: LineRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys mark lines; a tap is the same on a phone.
    <li
      ref={rowRef}
      data-key={line.key}
      aria-current={isMarked || undefined}
      className={classNames(
        'flex min-h-14 items-center gap-3 border-b border-l-8 border-b-line px-3 py-2 text-lg',
        isMarked ? 'border-l-ink font-semibold' : 'border-l-transparent',
        line.kind === 'unknown' ? 'bg-danger-soft' : isMarked && 'bg-sunken',
      )}
      onClick={() => changeCart((cart) => ({ ...cart, markedKey: line.key }))}
    >
      <span className="w-8 shrink-0 text-right text-base">{number}</span>
      {isSold(line) ? <Sold line={line} /> : <Unknown line={line} />}
    </li>
  );
});

function Sold({ line }: { line: SoldLine }) {
  const t = useWords(tillWords);
  const format = useFormat();
  const isUnweighed = line.quantityMilli === 0;
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{line.name}</span>
        <span className="block text-base font-normal">
          {isUnweighed && <Flag text={t('unweighed')} />}
          {line.isPriceStale && <Flag text={t('stale')} />}
          {line.formerPriceMinor !== undefined && (
            <Flag text={t('priceWas', { price: format.money(line.formerPriceMinor) })} />
          )}
          {line.labelCode !== null && !line.isPriceStale && `(${t('label')})`}
        </span>
      </span>
      <span className="shrink-0 text-right font-normal max-sm:text-base">
        {!isUnweighed && amountOf(line, format)}
      </span>
      <span className="w-28 shrink-0 text-right">{format.amount(line.totalMinor)}</span>
    </>
  );
}

const Flag = ({ text }: { text: string }) => (
  <span className="inline-flex items-center gap-1 font-semibold">
    <TriangleAlert aria-hidden size={18} className="text-warning" />
    {text}
  </span>
);

function amountOf({ quantityMilli, unit, unitPriceMinor }: SoldLine, format: Format): string {
  return `${format.quantity(quantityMilli, unit)} × ${format.amount(unitPriceMinor)}`;
}

function Unknown({ line }: { line: UnknownLine }) {
  const t = useWords(tillWords);
  return (
    <span className="flex min-w-0 flex-1 items-start gap-2">
      <CircleAlert aria-hidden size={24} className="mt-0.5 shrink-0 text-danger" />
      <span>
        <span className="block break-all">{t('unknownCode', { code: line.code })}</span>
        <span className="block text-base font-normal">{t('unknownHelp')}</span>
      </span>
    </span>
  );
}
