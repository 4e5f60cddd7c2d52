/** Puts a level right by hand, with a reason that stays in the ledger. */
import { type FormEvent, useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { LotField } from './lot-field.tsx';
import { useMovement } from './use-movement.ts';
import type { StockedProduct } from './waste-dialog.tsx';
import { wasteWords } from './waste-words.ts';

interface AdjustDialogProps {
  product: StockedProduct;
  onClose: () => void;
}

interface Typed {
  isIn: boolean;
  quantityMilli: number | null;
  reason: string;
  lotId: string;
}

export function AdjustDialog({ product, onClose }: AdjustDialogProps) {
  const t = useWords(wasteWords);
  const [typed, setTyped] = useState<Typed>({
    isIn: false,
    quantityMilli: null,
    reason: '',
    lotId: '',
  });
  const [hasTried, setTried] = useState(false);
  const move = useMovement(() => {
    tell(t('adjusted', { name: product.name }));
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { isIn, quantityMilli: magnitude, reason, lotId } = typed;
    if (magnitude === null || reason.trim() === '') return;
    const quantityMilli = isIn ? magnitude : -magnitude;
    const body = { type: 'adjustment' as const, productId: product.id, quantityMilli, reason };
    move.mutate({ ...body, lotId: lotId || undefined });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('adjust')} description={t('adjustLead')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {move.error !== null && <ProblemNotice error={move.error} />}
        <p className="font-medium">{product.name}</p>
        <Fields {...{ product, typed, hasTried, onChange: setTyped }} />
        <SaveActions isBusy={move.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  product: StockedProduct;
  typed: Typed;
  hasTried: boolean;
  onChange: (typed: Typed) => void;
}

function Fields({ product, typed, hasTried, onChange }: FieldsProps) {
  const t = useWords(wasteWords);
  const set = (part: Partial<Typed>) => onChange({ ...typed, ...part });
  return (
    <>
      <SelectField
        label={t('direction')}
        value={typed.isIn ? 'in' : 'out'}
        onChange={({ target }) => set({ isIn: target.value === 'in' })}
      >
        <option value="out">{t('goesOut')}</option>
        <option value="in">{t('comesIn')}</option>
      </SelectField>
      <QuantityField
        label={t('difference')}
        unit={product.unit}
        value={typed.quantityMilli}
        error={hasTried && typed.quantityMilli === null ? t('quantityNeeded') : undefined}
        onChange={(quantityMilli) => set({ quantityMilli })}
      />
      <TextField
        label={t('reason')}
        maxLength={200}
        value={typed.reason}
        error={hasTried && typed.reason.trim() === '' ? t('reasonNeeded') : undefined}
        onChange={({ target }) => set({ reason: target.value })}
      />
      <LotField product={product} value={typed.lotId} onChange={(lotId) => set({ lotId })} />
    </>
  );
}
