/** What of a route is one message with what else. */
import { type GroupLabel, groupLabel } from '@balcao/contracts/api/notification-routes.ts';
import { CheckboxField } from '../design/field.tsx';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import type { RoutePartProps } from './route-timing.tsx';
import { channelWords, groupLabelNames } from './words.ts';

export function RouteGroups({ typed, onChange }: RoutePartProps) {
  const t = useWords(channelWords);
  const text = useText();
  const toggle = (label: GroupLabel, isChosen: boolean) => {
    const others = typed.groupBy.filter((each) => each !== label);
    onChange({ ...typed, groupBy: isChosen ? [...others, label] : others });
  };
  return (
    <fieldset>
      <legend className="text-sm font-medium">
        {t('groupBy')} {typed.groupBy.length === 0 && `(${t('oneGroup')})`}
      </legend>
      <div className="grid sm:grid-cols-2">
        {groupLabel.options.map((label) => (
          <CheckboxField
            key={label}
            label={text(groupLabelNames[label])}
            checked={typed.groupBy.includes(label)}
            onChange={({ target }) => toggle(label, target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}
