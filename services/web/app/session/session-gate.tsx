/** Lets nobody to the screens without a session; one that ends while somebody works leaves the screen as it is. */
import { lazy, type ReactNode, Suspense } from 'react';
import { useStore } from '../store.ts';
import { LogInScreen } from './log-in-screen.tsx';
import { session } from './session.ts';

const LogInAgain = lazy(async () => ({ default: (await import('./log-in-again.tsx')).LogInAgain }));

export function SessionGate({ children }: { children: ReactNode }) {
  const { status, user } = useStore(session);
  if (user === null) return <LogInScreen />;
  return (
    <>
      {children}
      {status === 'expired' && (
        <Suspense fallback={null}>
          <LogInAgain email={user.email} />
        </Suspense>
      )}
    </>
  );
}
