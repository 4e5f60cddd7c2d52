/** When a promotion holds: weekdays, days and the time of day. */
import { everyDay } from '@balcao/contracts/promotion.ts';
import { CheckboxField, TextField } from '../design/field.tsx';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import type { PromotionFieldsProps } from './promotion-fields.tsx';
import { missingIn, type TypedPromotion } from './promotion-form.ts';
import { promotionWords, weekdayNames } from './promotion-words.ts';

const fields = [
  { name: 'startsOn', type: 'date' },
  { name: 'endsOn', type: 'date' },
  { name: 'fromTime', type: 'time' },
  { name: 'toTime', type: 'time' },
] as const;

export function PromotionTimes({ typed, hasTried, onChange }: PromotionFieldsProps) {
  const t = useWords(promotionWords);
  const text = useText();
  const set = (part: Partial<TypedPromotion>) => onChange({ ...typed, ...part });
  const toggle = (day: number) =>
    set({
      weekdays: everyDay.filter((each) => typed.weekdays.includes(each) !== (each === day)),
    });
  return (
    <>
      <fieldset>
        <legend className="text-sm font-medium">{t('weekdays')}</legend>
        <div className="flex flex-wrap gap-x-5">
          {weekdayNames.map((name, index) => (
            <CheckboxField
              key={name.en}
              label={text(name)}
              checked={typed.weekdays.includes(index + 1)}
              onChange={() => toggle(index + 1)}
            />
          ))}
        </div>
        {hasTried && missingIn(typed).weekdays && (
          <p role="alert" className="text-sm text-danger">
            {t('needed')}
          </p>
        )}
      </fieldset>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {fields.map(({ name, type }) => (
          <TextField
            key={name}
            label={t(name)}
            type={type}
            value={typed[name]}
            onChange={({ target }) => set({ [name]: target.value })}
          />
        ))}
      </div>
    </>
  );
}
