/** The app in the browser: asks the shop who is here while the greater part of itself is still on its way, then shows its screens. */
import './design/tokens.css';
import { loadLanguage } from './i18n/language.ts';
import { openShop } from './offline/open-shop.ts';
import { allRoutes } from './routes.ts';
import { session } from './session/session.ts';
import { applyTheme } from './shell/theme.ts';

loadLanguage();
applyTheme();
const opened = openShop();
// Beside the app, not after it; what fails here is asked for again when it is to be shown.
const screen = allRoutes.find(({ path }) => path === location.pathname)?.load();
Promise.all([screen, opened])
  .then(([loaded]) => session.get().user !== null && loaded?.begin?.())
  .catch(() => undefined);
const { showApp } = await import('./show-app.tsx');
await opened;
showApp();
