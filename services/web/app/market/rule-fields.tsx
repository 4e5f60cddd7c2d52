/** The fields of a rule: those of its kind. */
import { ruleCondition } from '@balcao/contracts/api/market-rules.ts';
import { severities, severity } from '@balcao/contracts/severity.ts';
import { CheckboxField, SelectField, TextField } from '../design/field.tsx';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { severityNames } from '../inbox/words.ts';
import { RuleInhibitors } from './rule-inhibitors.tsx';
import { conditionNames, ruleWords } from './rule-words.ts';
import type { TypedRule } from './typed-rule.ts';

interface RuleFieldsProps {
  /** Null for a new one. */
  ruleId: string | null;
  typed: TypedRule;
  onChange: (typed: TypedRule) => void;
}

/** Fields that are plain text, by the name of their words. */
type TextName = 'name' | 'symbols' | 'percent' | 'windowMinutes' | 'minQuotes' | 'limit';

const kinds = ruleCondition.options.map(({ shape }) => shape.kind.value);

export function RuleFields({ ruleId, typed, onChange }: RuleFieldsProps) {
  const t = useWords(ruleWords);
  const text = useText();
  const set = (part: Partial<TypedRule>) => onChange({ ...typed, ...part });
  const field = (name: TextName) => ({
    label: t(name),
    required: true,
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  });
  return (
    <>
      <TextField {...field('name')} maxLength={120} />
      <TextField {...field('symbols')} hint={t('symbolsHint')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('condition')}
          value={typed.kind}
          onChange={({ target }) =>
            set({ kind: kinds.find((kind) => kind === target.value) ?? 'change' })
          }
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {text(conditionNames[kind])}
            </option>
          ))}
        </SelectField>
        {typed.kind !== 'absent' && <Direction typed={typed} set={set} />}
        <Numbers typed={typed} field={field} />
      </div>
      <Patience typed={typed} set={set} />
      <SelectField
        label={t('severity')}
        value={typed.severity}
        onChange={({ target }) => set({ severity: severity.parse(target.value) })}
      >
        {severities.map((each) => (
          <option key={each} value={each}>
            {text(severityNames[each])}
          </option>
        ))}
      </SelectField>
      <RuleInhibitors ruleId={ruleId} typed={typed} set={set} />
      <CheckboxField
        label={t('isActive')}
        checked={typed.active}
        onChange={({ target }) => set({ active: target.checked })}
      />
    </>
  );
}

interface PartProps {
  typed: TypedRule;
  set: (part: Partial<TypedRule>) => void;
}

function Direction({ typed, set }: PartProps) {
  const t = useWords(ruleWords);
  const isLimit = typed.kind === 'threshold' || typed.kind === 'mean';
  const choices = isLimit
    ? ([
        ['up', 'above'],
        ['down', 'below'],
      ] as const)
    : ([
        ['up', 'up'],
        ['down', 'down'],
        ['either', 'either'],
      ] as const);
  return (
    <SelectField
      label={t('direction')}
      value={typed.direction}
      onChange={({ target }) =>
        set({ direction: choices.find(([each]) => each === target.value)?.[0] ?? 'up' })
      }
    >
      {choices.map(([each, word]) => (
        <option key={each} value={each}>
          {t(word)}
        </option>
      ))}
    </SelectField>
  );
}

interface NumbersProps {
  typed: TypedRule;
  field: (name: TextName) => Parameters<typeof TextField>[0];
}

function Numbers({ typed: { kind }, field }: NumbersProps) {
  const t = useWords(ruleWords);
  const hasPercent = kind === 'change' || kind === 'deviation';
  const hasMean = kind === 'mean' || kind === 'deviation';
  return (
    <>
      {hasPercent && <TextField {...field('percent')} inputMode="decimal" suffix="%" />}
      {kind === 'threshold' && <TextField {...field('limit')} inputMode="decimal" />}
      {kind !== 'threshold' && (
        <TextField
          {...field('windowMinutes')}
          label={t(kind === 'absent' ? 'afterMinutes' : 'windowMinutes')}
          inputMode="decimal"
        />
      )}
      {hasMean && <TextField {...field('minQuotes')} type="number" min={1} />}
    </>
  );
}

function Patience({ typed, set }: PartProps) {
  const t = useWords(ruleWords);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={t('forSeconds')}
        type="number"
        min={0}
        required
        value={typed.forSeconds}
        onChange={({ target }) => set({ forSeconds: target.value })}
      />
      <TextField
        label={t('keepFiring')}
        type="number"
        min={0}
        required
        value={typed.keepFiringForSeconds}
        onChange={({ target }) => set({ keepFiringForSeconds: target.value })}
      />
    </div>
  );
}
