/** Records goods that were lost, and why. */
import { wasteReasons } from '@balcao/contracts/api/inventory.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { type FormEvent, useState } from 'react';
import { ProductPicker } from '../catalogue/product-picker.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { LotField } from './lot-field.tsx';
import { useMovement } from './use-movement.ts';
import { reasonNames, wasteWords } from './waste-words.ts';

export interface StockedProduct {
  id: string;
  name: string;
  unit: Unit;
}

interface WasteDialogProps {
  /** Null: it is chosen in the dialog. */
  product: StockedProduct | null;
  /** Of the product: the lot that was lost. */
  lotId?: string;
  onClose: () => void;
}

interface Typed {
  product: StockedProduct | null;
  quantityMilli: number | null;
  reason: (typeof wasteReasons)[number];
  lotId: string;
  note: string;
}

export function WasteDialog({ product, lotId = '', onClose }: WasteDialogProps) {
  const t = useWords(wasteWords);
  const format = useFormat();
  const [typed, setTyped] = useState<Typed>({
    product,
    quantityMilli: null,
    reason: lotId === '' ? 'trim' : 'expiry',
    lotId,
    note: '',
  });
  const [hasTried, setTried] = useState(false);
  const move = useMovement(({ quantityMilli }) => {
    const { name = '', unit = 'kg' } = typed.product ?? {};
    tell(t('recorded', { quantity: format.quantity(quantityMilli, unit), name }));
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { product: lost, quantityMilli, reason } = typed;
    if (lost === null || quantityMilli === null) return;
    const optional = { lotId: typed.lotId || undefined, note: typed.note.trim() || undefined };
    const body = { type: 'waste' as const, productId: lost.id, quantityMilli, reason, ...optional };
    move.mutate(body);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('record')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {move.error !== null && <ProblemNotice error={move.error} />}
        <Fields {...{ typed, hasTried, isFixed: product !== null, onChange: setTyped }} />
        <SaveActions isBusy={move.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  typed: Typed;
  isFixed: boolean;
  hasTried: boolean;
  onChange: (typed: Typed) => void;
}

function Fields({ typed, isFixed, hasTried, onChange }: FieldsProps) {
  const t = useWords(wasteWords);
  const text = useText();
  const set = (part: Partial<Typed>) => onChange({ ...typed, ...part });
  const { product } = typed;
  return (
    <>
      {product === null ? (
        <ProductPicker
          label={t('product')}
          autoFocus
          error={hasTried ? t('productNeeded') : undefined}
          onPick={(picked, quantityMilli) => set({ product: picked, quantityMilli })}
        />
      ) : (
        <div className="flex items-center justify-between gap-2">
          <p className="font-medium">{product.name}</p>
          {!isFixed && (
            <Button kind="quiet" onClick={() => set({ product: null, lotId: '' })}>
              {t('change')}
            </Button>
          )}
        </div>
      )}
      <QuantityField
        key={product?.id}
        label={t('quantity')}
        unit={product?.unit ?? 'kg'}
        autoFocus={product !== null}
        value={typed.quantityMilli}
        error={hasTried && typed.quantityMilli === null ? t('quantityNeeded') : undefined}
        onChange={(quantityMilli) => set({ quantityMilli })}
      />
      <SelectField
        label={t('reason')}
        value={typed.reason}
        onChange={({ target }) =>
          set({ reason: wasteReasons.find((each) => each === target.value) ?? 'other' })
        }
      >
        {wasteReasons.map((each) => (
          <option key={each} value={each}>
            {text(reasonNames[each])}
          </option>
        ))}
      </SelectField>
      {product !== null && (
        <LotField product={product} value={typed.lotId} onChange={(lotId) => set({ lotId })} />
      )}
      <TextField
        label={t('note')}
        maxLength={200}
        value={typed.note}
        onChange={({ target }) => set({ note: target.value })}
      />
    </>
  );
}
