/** Which other rules keep the alerts of a rule from being told. */
import { inhibitedOn, maxInhibitors } from '@balcao/contracts/api/market-rules.ts';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { SelectField } from '../design/field.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { useWords } from '../i18n/words.ts';
import { readRules } from './read-rules.ts';
import { ruleWords } from './rule-words.ts';
import type { TypedRule } from './typed-rule.ts';

interface RuleInhibitorsProps {
  /** Null for a new one. */
  ruleId: string | null;
  typed: TypedRule;
  set: (part: Partial<TypedRule>) => void;
}

export function RuleInhibitors({ ruleId, typed, set }: RuleInhibitorsProps) {
  const t = useWords(ruleWords);
  const { data: rules = [] } = useQuery({ queryKey: ['rules', 'all'], queryFn: readRules });
  const chosen = typed.inhibitedBy;
  const nameOf = (id: string) => rules.find((rule) => rule.id === id)?.name ?? id.slice(0, 8);
  const others = rules.filter(({ id }) => id !== ruleId && !chosen.includes(id));
  return (
    <>
      <SelectField
        label={t('inhibitedBy')}
        hint={t('inhibitedByHint')}
        disabled={chosen.length >= maxInhibitors}
        value=""
        onChange={({ target }) => set({ inhibitedBy: [...chosen, target.value] })}
      >
        <option value="">{t('chooseInhibitor')}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {chosen.length > 0 && (
        <ul>
          {chosen.map((id) => (
            <li key={id} className="flex items-center justify-between gap-2">
              {nameOf(id)}
              <IconButton
                label={t('removeInhibitor', { name: nameOf(id) })}
                onClick={() => set({ inhibitedBy: chosen.filter((each) => each !== id) })}
              >
                <X aria-hidden size={18} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {chosen.length > 0 && <Where typed={typed} set={set} />}
    </>
  );
}

function Where({ typed, set }: Omit<RuleInhibitorsProps, 'ruleId'>) {
  const t = useWords(ruleWords);
  return (
    <SelectField
      label={t('inhibitedOn')}
      value={typed.inhibitedOn}
      onChange={({ target }) => set({ inhibitedOn: inhibitedOn.parse(target.value) })}
    >
      {inhibitedOn.options.map((each) => (
        <option key={each} value={each}>
          {t(each)}
        </option>
      ))}
    </SelectField>
  );
}
