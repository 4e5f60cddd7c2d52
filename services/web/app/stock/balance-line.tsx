/** Whether the cuts and the loss make the input, to the gram. */
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { Balance } from './breakdown-balance.ts';
import type { TypedBreakdown } from './breakdown-form.ts';
import { breakdownWords } from './breakdown-words.ts';

interface BalanceLineProps {
  typed: TypedBreakdown;
  balance: Balance;
  onChange: (typed: TypedBreakdown) => void;
}

export function BalanceLine({ typed, balance, onChange }: BalanceLineProps) {
  const t = useWords(breakdownWords);
  const format = useFormat();
  const { differenceMilli, cutsMilli } = balance;
  const hasBegun = cutsMilli > 0 || typed.inputMilli !== null;
  const quantity = format.quantity(Math.abs(differenceMilli), 'kg');
  const lossMilli = typed.lossMilli ?? 0;
  return (
    <div className="grid items-end gap-4 sm:grid-cols-[12rem_auto_1fr]">
      <QuantityField
        label={t('loss')}
        unit="kg"
        isZeroAllowed
        value={typed.lossMilli}
        onChange={(loss) => onChange({ ...typed, lossMilli: loss })}
      />
      <Button
        disabled={differenceMilli + lossMilli < 0}
        onClick={() => onChange({ ...typed, lossMilli: differenceMilli + lossMilli })}
      >
        {t('restIsLoss')}
      </Button>
      <Notice tone={toneOf(hasBegun, differenceMilli)}>
        {t('cuts')} {format.quantity(cutsMilli, 'kg')} + {t('loss')}{' '}
        {format.quantity(lossMilli, 'kg')} / {format.quantity(typed.inputMilli ?? 0, 'kg')}
        {hasBegun && (
          <>
            {': '}
            <strong>
              {differenceMilli === 0
                ? t('balances')
                : t(differenceMilli > 0 ? 'missing' : 'tooMuch', { quantity })}
            </strong>
          </>
        )}
      </Notice>
    </div>
  );
}

/** Nothing is wrong before something was weighed. */
function toneOf(hasBegun: boolean, differenceMilli: number) {
  if (!hasBegun) return 'neutral';
  return differenceMilli === 0 ? 'positive' : 'warning';
}
