/** The languages, side by side, where nobody is logged in yet. */
import { Button } from '../design/button.tsx';
import { chooseLanguage, type Language, languages, useLanguage } from '../i18n/language.ts';

const names: Record<Language, string> = { 'pt-BR': 'Português', en: 'English' };

export function LanguageSwitch() {
  const language = useLanguage();
  return (
    <div className="mt-6 flex gap-2">
      {languages.map((each) => (
        <Button
          key={each}
          kind="quiet"
          lang={each}
          aria-pressed={each === language}
          className={each === language ? 'underline' : ''}
          onClick={() => chooseLanguage(each)}
        >
          {names[each]}
        </Button>
      ))}
    </div>
  );
}
