/** What is around every screen: data, messages, the session, the route table. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isTransient } from './api/client.ts';
import { useLanguage } from './i18n/language.ts';
import { UpdateNotice } from './offline/update-notice.tsx';
import { SessionGate } from './session/session-gate.tsx';
import { Screens } from './shell/screens.tsx';
import { ToastArea } from './shell/toasts.tsx';

const attempts = 2;

const client = new QueryClient({
  queryCache: new QueryCache(),
  mutationCache: new MutationCache(),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < attempts && isTransient(error),
    },
  },
});

export function App() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <QueryClientProvider client={client}>
      <SessionGate>
        <Screens />
      </SessionGate>
      <UpdateNotice />
      <ToastArea />
    </QueryClientProvider>
  );
}
