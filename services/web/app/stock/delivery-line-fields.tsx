/** One line of a delivery: Enter goes from field to field, and from the last one back to the next product. */
import { X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { TextField } from '../design/field.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { type DeliveryLine, lineCostMinor } from './delivery.ts';
import { receiveWords } from './receive-words.ts';

interface DeliveryLineFieldsProps {
  line: DeliveryLine;
  hasTried: boolean;
  onChange: (line: DeliveryLine) => void;
  onRemove: () => void;
  /** The line is done. */
  onLeave: () => void;
}

export function DeliveryLineFields(props: DeliveryLineFieldsProps) {
  const { line, hasTried, onChange, onRemove, onLeave } = props;
  const t = useWords(receiveWords);
  const format = useFormat();
  const row = useRef<HTMLLIElement>(null);
  const { product } = line;
  const set = (part: Partial<DeliveryLine>) => onChange({ ...line, ...part });
  const needed = (isMissing: boolean) => (hasTried && isMissing ? t('needed') : undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...(row.current?.querySelectorAll('input') ?? [])];
    const next = fields[fields.indexOf(event.target) + 1];
    if (next === undefined) onLeave();
    else next.focus();
  };
  const cost = lineCostMinor(line);
  return (
    <li ref={row} onKeyDown={onKeyDown} className="border-b border-line py-3">
      <div className="mb-2 flex items-center justify-between gap-2">
        <span className="font-medium">{product.name}</span>
        <span className="flex items-center gap-2">
          {cost !== null && <span>{format.money(cost)}</span>}
          <IconButton label={t('remove', { name: product.name })} onClick={onRemove}>
            <X aria-hidden size={18} />
          </IconButton>
        </span>
      </div>
      <div className="grid grid-cols-2 items-start gap-3 lg:grid-cols-4">
        <QuantityField
          label={t('quantity')}
          unit={product.unit}
          autoFocus
          value={line.quantityMilli}
          error={needed(line.quantityMilli === null)}
          onChange={(quantityMilli) => set({ quantityMilli })}
        />
        <MoneyField
          label={t('unitCost', { unit: product.unit })}
          value={line.unitCostMinor}
          error={needed(line.unitCostMinor === null)}
          onChange={(unitCostMinor) => set({ unitCostMinor })}
        />
        <TextField
          label={t('lotCode')}
          maxLength={60}
          value={line.lotCode}
          onChange={({ target }) => set({ lotCode: target.value })}
        />
        <TextField
          label={t('expiresOn')}
          type="date"
          hint={t('shelfLife')}
          value={line.expiresOn}
          onChange={({ target }) => set({ expiresOn: target.value })}
        />
      </div>
    </li>
  );
}
