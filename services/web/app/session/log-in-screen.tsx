/** The first screen: log in, or, in a shop that has nobody yet, register as its administrator. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, api } from '../api/client.ts';
import { useWords } from '../i18n/words.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { shopSettings } from '../shell/shop-settings.ts';
import { useStore } from '../store.ts';
import { LogInForm } from './log-in-form.tsx';
import { RegisterForm } from './register-form.tsx';
import { sessionWords } from './words.ts';

export function LogInScreen() {
  const t = useWords(sessionWords);
  const { shopName } = useStore(shopSettings);
  const registration = useQuery({
    queryKey: ['registration'],
    queryFn: () => answer(api.GET('/api/v1/auth/registration')),
  });
  const isNew = registration.data?.isOpen === true;
  const title = isNew ? t('firstTitle') : shopName;
  useEffect(() => {
    document.title = `${t('logIn')} · ${shopName}`;
  });
  return (
    <main className="grid min-h-full place-items-center p-4">
      <div className="w-full max-w-sm">
        <img src="/icon.svg" alt="" width={56} height={56} className="mb-4" />
        <h1 className="mb-2 text-xl font-semibold">{title}</h1>
        {isNew && <p className="mb-4 text-ink-soft">{t('firstLead')}</p>}
        {isNew ? <RegisterForm /> : <LogInForm />}
        <LanguageSwitch />
      </div>
    </main>
  );
}
