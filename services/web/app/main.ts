/** The app in the browser: asks the shop who is here while the greater part of itself is still on its way, then shows its screens. */
import './design/tokens.css';
import { loadLanguage } from './i18n/language.ts';
import { openShop } from './offline/open-shop.ts';
import { startOffline } from './offline/start-offline.ts';
import { allRoutes } from './routes.ts';
import { session } from './session/session.ts';
import { loadScreen } from './shell/load-screen.ts';
import { applyTheme } from './shell/theme.ts';

loadLanguage();
applyTheme();
// Beside the app, not after it; what fails here is asked for again when it is to be shown.
const route = allRoutes.find(({ path }) => path === location.pathname);
const opened = openShop().then(() => {
  if (session.get().user !== null) route?.begin?.();
});
if (route !== undefined) loadScreen(route).catch(() => undefined);
const app = import('./show-app.tsx');
// Awaited below; where there is none, what was sold is sent even so.
app.catch(() => opened.then(startOffline));
const { showApp } = await app;
await opened;
showApp();
startOffline();
