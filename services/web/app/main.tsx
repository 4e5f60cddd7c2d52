/** The app in the browser: its settings and session first, then its screens. */
import './design/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadLanguage } from './i18n/language.ts';
import { renewSession } from './session/session.ts';
import { loadShopSettings } from './shell/shop-settings.ts';
import { applyTheme } from './shell/theme.ts';

loadLanguage();
applyTheme();
await Promise.allSettled([loadShopSettings(), renewSession()]);
const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
