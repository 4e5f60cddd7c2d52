/** Whom a delivery is from, and when it came. */
import { SelectField, TextField } from '../design/field.tsx';
import { useToday } from '../i18n/use-today.ts';
import { useWords } from '../i18n/words.ts';
import type { Delivery } from './delivery.ts';
import { receiveWords } from './receive-words.ts';
import { useSuppliers } from './use-suppliers.ts';

interface DeliveryHeadProps {
  delivery: Delivery;
  onChange: (delivery: Delivery) => void;
}

export function DeliveryHead({ delivery, onChange }: DeliveryHeadProps) {
  const t = useWords(receiveWords);
  const suppliers = useSuppliers();
  const set = (part: Partial<Delivery>) => onChange({ ...delivery, ...part });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <SelectField
        label={t('supplier')}
        value={delivery.supplierId}
        onChange={({ target }) => set({ supplierId: target.value })}
      >
        <option value="">{t('noSupplier')}</option>
        {suppliers.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('document')}
        maxLength={60}
        value={delivery.document}
        onChange={({ target }) => set({ document: target.value })}
      />
      <TextField
        label={t('receivedOn')}
        type="date"
        max={useToday()}
        value={delivery.receivedOn}
        onChange={({ target }) => set({ receivedOn: target.value })}
      />
    </div>
  );
}
