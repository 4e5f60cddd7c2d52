/** Puts the app into its page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

/** Throws where the page has no place for it. */
export function showApp(): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('index.html has no #app');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
