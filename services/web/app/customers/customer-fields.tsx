/** The fields of a customer: who it is, and what may be owed. */
import { CheckboxField, TextAreaField, TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useWords } from '../i18n/words.ts';
import type { TypedCustomer } from './customer-form.ts';
import { customerWords } from './words.ts';

interface CustomerFieldsProps {
  typed: TypedCustomer;
  maySetLimit: boolean;
  isNew: boolean;
  wrong: ReadonlySet<PropertyKey>;
  isDocumentTaken: boolean;
  onChange: (typed: TypedCustomer) => void;
}

export function CustomerFields(props: CustomerFieldsProps) {
  const { typed, maySetLimit, isNew, onChange } = props;
  const t = useWords(customerWords);
  const set = (part: Partial<TypedCustomer>) => onChange({ ...typed, ...part });
  return (
    <>
      <TextField
        label={t('name')}
        required
        maxLength={120}
        autoComplete="off"
        value={typed.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <Contact {...props} />
      <MoneyField
        label={t('limit')}
        required={maySetLimit}
        disabled={!maySetLimit}
        hint={maySetLimit ? t('limitHint') : t('limitByAdmin')}
        value={typed.tabLimitMinor}
        onChange={(tabLimitMinor) => set({ tabLimitMinor })}
      />
      <TextAreaField
        label={t('note')}
        maxLength={500}
        value={typed.note}
        onChange={({ target }) => set({ note: target.value.replace(/\n/g, ' ') })}
      />
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

function Contact({ typed, wrong, isDocumentTaken, onChange }: CustomerFieldsProps) {
  const t = useWords(customerWords);
  const taken = isDocumentTaken ? t('takenDocument') : undefined;
  const set = (part: Partial<TypedCustomer>) => onChange({ ...typed, ...part });
  return (
    <>
      <TextField
        label={t('phone')}
        type="tel"
        maxLength={30}
        autoComplete="off"
        error={wrong.has('phone') ? t('wrongPhone') : undefined}
        value={typed.phone}
        onChange={({ target }) => set({ phone: target.value })}
      />
      <TextField
        label={t('document')}
        maxLength={30}
        autoComplete="off"
        error={wrong.has('document') ? t('wrongDocument') : taken}
        value={typed.document}
        onChange={({ target }) => set({ document: target.value })}
      />
      <TextField
        label={t('email')}
        type="email"
        maxLength={254}
        autoComplete="off"
        value={typed.email}
        onChange={({ target }) => set({ email: target.value })}
      />
    </>
  );
}
