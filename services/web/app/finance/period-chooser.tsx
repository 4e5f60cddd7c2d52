/** Chooses the period of a report: by its name, or by its first and last day. */
import { DayField } from '../design/day-field.tsx';
import { SelectField } from '../design/field.tsx';
import { useWords } from '../i18n/words.ts';
import { nameOf, periodNames, periodOf } from './period.ts';
import { today } from './today.ts';
import { usePeriod } from './use-period.ts';
import { periodWords } from './words.ts';

export function PeriodChooser() {
  const t = useWords(periodWords);
  const [period, setPeriod] = usePeriod();
  const chosen = nameOf(period, today()) ?? '';
  const chooseName = (value: string) => {
    const name = periodNames.find((each) => each === value);
    if (name !== undefined) setPeriod(periodOf(name, today()));
  };
  // A first day behind the last one takes it along: no choice is lost, none makes no sense.
  const chooseFrom = (from: string) =>
    from !== '' && setPeriod({ from, to: from > period.to ? from : period.to });
  const chooseTo = (to: string) =>
    to !== '' && setPeriod({ from: to < period.from ? to : period.from, to });
  return (
    <div className="flex flex-wrap items-end gap-3">
      <SelectField
        label={t('period')}
        value={chosen}
        onChange={({ target }) => chooseName(target.value)}
      >
        {periodNames.map((name) => (
          <option key={name} value={name}>
            {t(name)}
          </option>
        ))}
        {chosen === '' && <option value="">{t('chosenDays')}</option>}
      </SelectField>
      <DayField label={t('from')} value={period.from} onChange={chooseFrom} />
      <DayField label={t('to')} value={period.to} onChange={chooseTo} />
    </div>
  );
}
