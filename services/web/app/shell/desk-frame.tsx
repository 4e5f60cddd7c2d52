/** The frame of the desk: the menu at the left (on a phone behind a button), the account at the top. */
import { Menu as MenuIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../design/icon-button.tsx';
import { useWords } from '../i18n/words.ts';
import { InboxBell } from '../inbox/inbox-bell.tsx';
import { useStore } from '../store.ts';
import { AccountMenu } from './account-menu.tsx';
import { MainMenu } from './main-menu.tsx';
import { shopSettings } from './shop-settings.ts';
import { UnsentLink } from './unsent-link.tsx';
import { shellWords } from './words.ts';

export function DeskFrame({ children }: { children: ReactNode }) {
  const t = useWords(shellWords);
  const { shopName } = useStore(shopSettings);
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <div className="grid min-h-full grid-rows-[auto_1fr] md:grid-cols-[15rem_1fr]">
      <a href="#content" className="sr-only z-10 bg-raised p-3 focus:not-sr-only focus:absolute">
        {t('skip')}
      </a>
      <header className="flex items-center gap-2 border-b border-line bg-raised px-3 py-1 md:col-span-2">
        <IconButton
          label={t('menu')}
          className="md:hidden"
          aria-expanded={isMenuOpen}
          aria-controls="main-menu"
          onClick={() => setMenuOpen(!isMenuOpen)}
        >
          <MenuIcon aria-hidden size={22} />
        </IconButton>
        <p className="flex flex-1 items-center gap-2 truncate text-lg font-semibold">
          <img src="/icon.svg" alt="" width={24} height={24} />
          <span className="truncate">{shopName}</span>
        </p>
        <UnsentLink />
        <InboxBell />
        <AccountMenu />
      </header>
      <MainMenu isOpen={isMenuOpen} onChosen={() => setMenuOpen(false)} />
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        {children}
      </main>
    </div>
  );
}
