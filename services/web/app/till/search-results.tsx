/** What the search found, over the lines of the sale. */
import type { Unit } from '@balcao/contracts/unit.ts';
import { TriangleAlert } from 'lucide-react';
import { classNames } from '../design/class-names.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { CatalogueProduct } from '../offline/catalogue.ts';
import { useAvailable } from './use-available.ts';
import { tillWords } from './words.ts';

interface SearchResultsProps {
  found: CatalogueProduct[];
  marked: number;
  onTake: (product: CatalogueProduct) => void;
}

export function SearchResults({ found, marked, onTake }: SearchResultsProps) {
  const t = useWords(tillWords);
  const format = useFormat();
  const available = useAvailable(found.map(({ id }) => id));
  return (
    <div className="absolute inset-x-3 top-full z-10 -mt-2 max-h-96 overflow-y-auto rounded-md border border-line-strong bg-raised shadow-md">
      {found.length === 0 && (
        <p role="status" className="p-4 text-lg">
          {t('noResults')}
        </p>
      )}
      <div id="till-found" role="listbox" aria-label={t('results')}>
        {found.map((product, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys (combobox pattern).
          <div
            key={product.id}
            id={`till-found-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            className={classNames(
              'flex min-h-12 cursor-pointer items-center gap-4 px-4 text-lg',
              index === marked && 'bg-sunken font-semibold outline-2 -outline-offset-2 outline-ink',
            )}
            onClick={() => onTake(product)}
          >
            <span className="min-w-0 flex-1 truncate">{product.name}</span>
            <span className="text-base text-ink-soft">{product.plu}</span>
            <Available quantityMilli={available.get(product.id)} unit={product.unit} />
            <span className="w-36 text-right">
              {format.money(product.priceMinor)}/{product.unit}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Its place is kept while it is not known: nothing moves when the answer comes. */
function Available({ quantityMilli, unit }: { quantityMilli: number | undefined; unit: Unit }) {
  const t = useWords(tillWords);
  const format = useFormat();
  return (
    <span className="flex w-44 items-center justify-end gap-1 text-base max-sm:hidden">
      {quantityMilli !== undefined && quantityMilli <= 0 && (
        <TriangleAlert aria-hidden size={18} className="shrink-0 text-warning" />
      )}
      {quantityMilli !== undefined &&
        t(quantityMilli < 0 ? 'shortOf' : 'inStock', {
          quantity: format.quantity(Math.abs(quantityMilli), unit),
        })}
    </span>
  );
}
