/** Customers who were found, each with what they owe and whether this sale fits their limit. */
import type { Customer } from '@balcao/contracts/api/customers.ts';
import { TriangleAlert } from 'lucide-react';
import { classNames } from '../design/class-names.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { dialogWords } from './dialog-words.ts';

interface CustomerListProps {
  customers: Customer[] | undefined;
  marked: number;
  amountMinor: number;
  onMark: (index: number) => void;
}

export function CustomerList({ customers, marked, amountMinor, onMark }: CustomerListProps) {
  const t = useWords(dialogWords);
  const format = useFormat();
  if (customers === undefined) return <div className="min-h-64" />;
  if (customers.length === 0) {
    return (
      <p role="status" className="mt-3 min-h-64 text-lg">
        {t('noCustomer')}
      </p>
    );
  }
  return (
    <ul aria-label={t('customers')} className="mt-3 min-h-64">
      {customers.map(({ id, name, balanceMinor, tabLimitMinor }, index) => {
        const roomMinor = Math.max(0, tabLimitMinor - balanceMinor);
        return (
          <li key={id}>
            <button
              type="button"
              aria-pressed={index === marked}
              className={classNames(
                'flex min-h-11 w-full items-center gap-4 border-l-8 px-3 text-left text-base',
                index === marked ? 'border-l-ink bg-sunken font-semibold' : 'border-l-transparent',
              )}
              onClick={() => onMark(index)}
            >
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {roomMinor < amountMinor && (
                <span className="flex items-center gap-1">
                  <TriangleAlert aria-hidden size={18} className="text-warning" />
                  {t('overRoom')}
                </span>
              )}
              <span>{t('owes', { amount: format.money(balanceMinor) })}</span>
              <span>{t('limit', { amount: format.money(tabLimitMinor) })}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
