/** One line of a sale that may come back. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { SelectField } from '../design/field.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { Return } from './refund-plan.ts';
import { refundWords } from './refund-words.ts';

interface ReturnRowProps {
  value: Return;
  order: Order;
  onChange: (value: Return) => void;
}

export function ReturnRow({ value, order, onChange }: ReturnRowProps) {
  const t = useWords(refundWords);
  const format = useFormat();
  const line = order.lines[value.position];
  if (line === undefined) return null;
  const { name, unit, leftMilli = 0, leftMinor = 0 } = line;
  const isTooMuch = (value.quantityMilli ?? 0) > leftMilli;
  return (
    <li className="flex flex-wrap items-start gap-3 border-b border-line py-2">
      <span className="min-w-40 flex-1 pt-6 text-lg">
        {name}
        <span className="block text-base">
          {format.quantity(leftMilli, unit)} · {format.money(leftMinor)}
        </span>
      </span>
      <QuantityField
        className="w-40"
        label={t('quantityOf', { name })}
        unit={unit}
        value={value.quantityMilli}
        error={isTooMuch ? t('tooMuch') : undefined}
        onChange={(quantityMilli) => onChange({ ...value, quantityMilli })}
      />
      <SelectField
        className="w-44"
        label={t('whereTo')}
        value={value.disposition}
        onChange={({ target }) =>
          onChange({ ...value, disposition: target.value === 'waste' ? 'waste' : 'stock' })
        }
      >
        <option value="stock">{t('stock')}</option>
        <option value="waste">{t('waste')}</option>
      </SelectField>
    </li>
  );
}
