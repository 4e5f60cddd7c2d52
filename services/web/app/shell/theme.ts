/** Light, dark, or as the device has it; kept on this device. */
import { createStore } from '../store.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'balcao.theme';

export const themeStore = createStore<Theme>('system');

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  themeStore.set(theme);
}

/** From now on the document has the theme that was chosen on this device. */
export function applyTheme(): void {
  const kept = localStorage.getItem(key);
  themeStore.set(themes.find((theme) => theme === kept) ?? 'system');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const theme = themeStore.get();
    const isDark = theme === 'dark' || (theme === 'system' && dark.matches);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  };
  apply();
  themeStore.subscribe(apply);
  dark.addEventListener('change', apply);
}
