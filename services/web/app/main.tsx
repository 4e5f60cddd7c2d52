/** The app in the browser: its settings and session first, as the shop or this device knows them, then its screens. */
import './design/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadLanguage } from './i18n/language.ts';
import { openShop } from './offline/open-shop.ts';
import { applyTheme } from './shell/theme.ts';

loadLanguage();
applyTheme();
await openShop();
const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
