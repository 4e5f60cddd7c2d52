/** Who is logged in, the language, the theme, and the way out. */
import { CircleUser } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonLook } from '../design/button.tsx';
import { chooseLanguage, type Language, languages, useLanguage } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { logOut } from '../session/session.ts';
import { useUser } from '../session/use-user.ts';
import { useStore } from '../store.ts';
import { chooseTheme, themeStore, themes } from './theme.ts';
import { shellWords } from './words.ts';

const item =
  'flex min-h-10 items-center justify-between gap-4 rounded-md px-3 outline-none data-highlighted:bg-sunken';
const languageNames: Record<Language, string> = { 'pt-BR': 'Português', en: 'English' };

export function AccountMenu() {
  const t = useWords(shellWords);
  const { name } = useUser();
  const language = useLanguage();
  const theme = useStore(themeStore);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={buttonLook('quiet')} aria-label={t('account', { name })}>
        <CircleUser aria-hidden size={20} />
        <span className="hidden sm:inline">{name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          className="z-20 min-w-56 rounded-md border border-line bg-raised p-1 text-ink shadow-md"
        >
          <DropdownMenu.Label className="px-3 pt-2 text-sm text-ink-soft">
            {t('language')}
          </DropdownMenu.Label>
          {languages.map((each) => (
            <DropdownMenu.CheckboxItem
              key={each}
              className={item}
              checked={each === language}
              onSelect={() => chooseLanguage(each)}
            >
              <span lang={each}>{languageNames[each]}</span>
              <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
          <DropdownMenu.Label className="px-3 pt-2 text-sm text-ink-soft">
            {t('theme')}
          </DropdownMenu.Label>
          {themes.map((each) => (
            <DropdownMenu.CheckboxItem
              key={each}
              className={item}
              checked={each === theme}
              onSelect={() => chooseTheme(each)}
            >
              {t(each)}
              <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
          <DropdownMenu.Separator className="my-1 border-t border-line" />
          <DropdownMenu.Item className={item} onSelect={() => void logOut()}>
            {t('logOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
