/** One cut while it is weighed: what it yields, how far that is from the template, what it costs. */
import { X } from 'lucide-react';
import { IconButton } from '../design/icon-button.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { CutBalance, TypedCut } from './breakdown-balance.ts';
import { breakdownWords } from './breakdown-words.ts';

interface CutFieldsProps {
  cut: TypedCut;
  balance: CutBalance | undefined;
  onChange: (cut: TypedCut) => void;
  onRemove: () => void;
}

export function CutFields({ cut, balance, onChange, onRemove }: CutFieldsProps) {
  const t = useWords(breakdownWords);
  const { product } = cut;
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-3 border-b border-line py-2 lg:grid-cols-[14rem_20rem_1fr_auto]">
      <span className="font-medium">{product.name}</span>
      <div className="flex gap-2 max-lg:order-3 max-lg:col-span-2">
        <QuantityField
          label={`${t('quantity')}: ${product.name}`}
          isLabelHidden
          className="grow"
          unit={product.unit}
          value={cut.quantityMilli}
          onChange={(quantityMilli) => onChange({ ...cut, quantityMilli })}
        />
        {product.unit === 'un' && (
          <QuantityField
            label={`${t('pieceWeight')}: ${product.name}`}
            isLabelHidden
            className="grow"
            unit="kg"
            value={cut.weightMilli}
            onChange={(weightMilli) => onChange({ ...cut, weightMilli })}
          />
        )}
      </div>
      <Figures balance={balance} />
      <IconButton label={t('remove', { name: product.name })} onClick={onRemove}>
        <X aria-hidden size={18} />
      </IconButton>
    </li>
  );
}

function Figures({ balance }: { balance: CutBalance | undefined }) {
  const t = useWords(breakdownWords);
  const format = useFormat();
  const share = (basisPoints: number | null | undefined) =>
    basisPoints == null ? '–' : format.percent(basisPoints / 10_000);
  const cost = balance?.costMinor ?? null;
  return (
    <dl className="flex flex-wrap justify-end gap-x-6 text-sm max-lg:order-4 max-lg:col-span-2">
      <Figure name={t('yield')} value={share(balance?.yieldBasisPoints)} />
      <Figure name={t('deviation')} value={share(balance?.deviationBasisPoints)} />
      <Figure name={t('cost')} value={cost === null ? '–' : format.money(cost)} />
    </dl>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="flex gap-2">
    <dt className="text-ink-soft">{name}</dt>
    <dd>{value}</dd>
  </div>
);
