/** The fields of a channel: those of its kind. */
import { channelType } from '@balcao/contracts/api/notification-channels.ts';
import { CheckboxField, SelectField, TextField } from '../design/field.tsx';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import type { TypedChannel } from './channel-settings.ts';
import { channelTypeNames, channelWords } from './words.ts';

interface ChannelFieldsProps {
  typed: TypedChannel;
  isNew: boolean;
  onChange: (typed: TypedChannel) => void;
}

/** Fields that are plain text. */
type TextName = Exclude<keyof TypedChannel, 'type' | 'language' | 'isActive' | 'encryption'>;

export function ChannelFields({ typed, isNew, onChange }: ChannelFieldsProps) {
  const t = useWords(channelWords);
  const text = useText();
  const set = (part: Partial<TypedChannel>) => onChange({ ...typed, ...part });
  const field = (name: TextName) => ({
    label: t(name),
    required: isNew && name !== 'username' && name !== 'password',
    value: typed[name],
    autoComplete: 'off',
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  });
  return (
    <>
      <TextField {...field('name')} required />
      <SelectField
        label={t('type')}
        value={typed.type}
        disabled={!isNew}
        onChange={({ target }) => set({ type: channelType.parse(target.value) })}
      >
        {channelType.options.map((each) => (
          <option key={each} value={each}>
            {text(channelTypeNames[each])}
          </option>
        ))}
      </SelectField>
      {typed.type === 'email' && <EmailFields typed={typed} field={field} set={set} />}
      {typed.type === 'telegram' && (
        <>
          <TextField {...field('chatId')} hint={t('chatIdHint')} />
          <TextField {...field('botToken')} type="password" />
        </>
      )}
      {(typed.type === 'slack' || typed.type === 'webhook') && (
        <TextField {...field('url')} type="url" />
      )}
      {typed.type === 'webhook' && (
        <TextField {...field('secret')} type="password" minLength={16} hint={t('secretHint')} />
      )}
      <SelectField
        label={t('language')}
        value={typed.language}
        onChange={({ target }) => set({ language: target.value === 'en' ? 'en' : 'pt' })}
      >
        <option value="pt">Português</option>
        <option value="en">English</option>
      </SelectField>
      {!isNew && (
        <CheckboxField
          label={t('isActive')}
          checked={typed.isActive}
          onChange={({ target }) => set({ isActive: target.checked })}
        />
      )}
    </>
  );
}

interface EmailFieldsProps {
  typed: TypedChannel;
  field: (name: TextName) => Parameters<typeof TextField>[0];
  set: (part: Partial<TypedChannel>) => void;
}

const encryptions = ['starttls', 'tls', 'none'] as const;

function EmailFields({ typed, field, set }: EmailFieldsProps) {
  const t = useWords(channelWords);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_6rem_9rem]">
        <TextField {...field('host')} />
        <TextField {...field('port')} type="number" min={1} max={65535} />
        <SelectField
          label={t('encryption')}
          value={typed.encryption}
          onChange={({ target }) =>
            set({ encryption: encryptions.find((each) => each === target.value) ?? 'starttls' })
          }
        >
          {encryptions.map((each) => (
            <option key={each} value={each}>
              {each === 'none' ? t('none') : each.toUpperCase()}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField {...field('username')} />
      <TextField {...field('password')} type="password" autoComplete="new-password" />
      <TextField {...field('from')} type="email" />
      <TextField {...field('to')} hint={t('toHint')} />
    </>
  );
}
