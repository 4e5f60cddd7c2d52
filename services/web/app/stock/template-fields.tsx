/** The fields of a template: the piece, its cuts with their shares, the loss that they leave. */
import { breakdownCostKey } from '@balcao/contracts/api/breakdowns.ts';
import { X } from 'lucide-react';
import { parsePercent } from '../catalogue/percent-text.ts';
import { useProductName } from '../catalogue/product-name.tsx';
import { ProductPicker } from '../catalogue/product-picker.tsx';
import { Button } from '../design/button.tsx';
import { CheckboxField, SelectField, TextField } from '../design/field.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Notice } from '../design/notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { expectedLossOf, type TypedShare, type TypedTemplate, withShare } from './template-form.ts';
import { templateWords } from './template-words.ts';

interface TemplateFieldsProps {
  typed: TypedTemplate;
  isNew: boolean;
  hasTried: boolean;
  onChange: (typed: TypedTemplate) => void;
}

export function TemplateFields(props: TemplateFieldsProps) {
  const { typed, isNew, onChange } = props;
  const t = useWords(templateWords);
  const set = (part: Partial<TypedTemplate>) => onChange({ ...typed, ...part });
  return (
    <>
      <TextField
        label={t('name')}
        required
        maxLength={120}
        value={typed.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <Piece {...props} />
      <Cuts {...props} />
      <ProductPicker label={t('addCut')} onPick={({ id }) => onChange(withShare(typed, id))} />
      <Loss typed={typed} />
      <SelectField
        label={t('costKey')}
        value={typed.costKey}
        onChange={({ target }) => set({ costKey: breakdownCostKey.parse(target.value) })}
      >
        <option value="weight">{t('byWeight')}</option>
        <option value="weight_price">{t('byPrice')}</option>
      </SelectField>
      {!isNew && (
        <CheckboxField
          label={t('active')}
          checked={typed.active}
          onChange={({ target }) => set({ active: target.checked })}
        />
      )}
    </>
  );
}

function Piece({ typed, hasTried, onChange }: TemplateFieldsProps) {
  const t = useWords(templateWords);
  const { inputProductId } = typed;
  const name = useProductName(inputProductId);
  if (inputProductId === null) {
    return (
      <ProductPicker
        label={t('piece')}
        error={hasTried ? t('needed') : undefined}
        onPick={({ id }) => {
          const outputs = typed.outputs.filter(({ productId }) => productId !== id);
          onChange({ ...typed, inputProductId: id, outputs });
        }}
      />
    );
  }
  return (
    <p className="flex items-center justify-between gap-2">
      <span>
        {t('piece')}: <strong>{name ?? '…'}</strong>
      </span>
      <Button kind="quiet" onClick={() => onChange({ ...typed, inputProductId: null })}>
        {t('another')}
      </Button>
    </p>
  );
}

function Cuts({ typed, hasTried, onChange }: TemplateFieldsProps) {
  const t = useWords(templateWords);
  const { outputs } = typed;
  const setOutputs = (next: readonly TypedShare[]) => onChange({ ...typed, outputs: next });
  if (outputs.length === 0) {
    return <p className={hasTried ? 'text-danger' : 'text-ink-soft'}>{t('noCuts')}</p>;
  }
  return (
    <ul aria-label={t('cuts')} className="border-t border-line">
      {outputs.map((share) => (
        <Share
          key={share.productId}
          {...{ share, hasTried }}
          onChange={(next) => setOutputs(outputs.map((each) => (each === share ? next : each)))}
          onRemove={() => setOutputs(outputs.filter((each) => each !== share))}
        />
      ))}
    </ul>
  );
}

interface ShareProps {
  share: TypedShare;
  hasTried: boolean;
  onChange: (share: TypedShare) => void;
  onRemove: () => void;
}

function Share({ share, hasTried, onChange, onRemove }: ShareProps) {
  const t = useWords(templateWords);
  const name = useProductName(share.productId) ?? '…';
  const isWrong = parsePercent(share.percent) === null;
  return (
    <li className="flex items-end gap-2 border-b border-line py-2">
      <TextField
        className="grow"
        label={t('shareOf', { name })}
        inputMode="decimal"
        autoComplete="off"
        suffix="%"
        error={isWrong && (hasTried || share.percent !== '') ? t('notAShare') : undefined}
        value={share.percent}
        onChange={({ target }) => onChange({ ...share, percent: target.value })}
      />
      <IconButton label={t('removeCut', { name })} onClick={onRemove}>
        <X aria-hidden size={18} />
      </IconButton>
    </li>
  );
}

function Loss({ typed }: { typed: TypedTemplate }) {
  const t = useWords(templateWords);
  const format = useFormat();
  const lossBasisPoints = expectedLossOf(typed);
  if (lossBasisPoints < 0) {
    const over = format.percent(-lossBasisPoints / 10_000);
    return <Notice tone="danger">{t('tooMuch', { over })}</Notice>;
  }
  return (
    <Notice tone="neutral">{t('loss', { loss: format.percent(lossBasisPoints / 10_000) })}</Notice>
  );
}
