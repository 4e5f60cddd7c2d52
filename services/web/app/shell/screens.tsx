/** Shows the screen of the address, in its frame, to whom it is for. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { EmptyState, Page } from '../design/page.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx';
import { allRoutes } from '../routes.ts';
import { useUser } from '../session/use-user.ts';
import { FailureBoundary } from './failure-boundary.tsx';
import { loadedScreen, loadScreen } from './load-screen.ts';
import type { RouteDefinition } from './route.ts';
import { startPath } from './start-path.ts';
import { shellWords } from './words.ts';

const screens = new Map<RouteDefinition, ComponentType>(
  allRoutes.map((route) => [route, lazy(async () => ({ default: await loadScreen(route) }))]),
);

// The till does without it, and opens the sooner.
const DeskFrame = lazy(async () => ({ default: (await import('./desk-frame.tsx')).DeskFrame }));

export function Screens() {
  const { role } = useUser();
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/">
          <Redirect to={startPath(role)} replace />
        </Route>
        {allRoutes.map((route) => (
          <Route key={route.path} path={route.path}>
            <Screen route={route} />
          </Route>
        ))}
        <Route>
          <DeskFrame>
            <Nothing title="notFoundTitle" text="notFoundText" />
          </DeskFrame>
        </Route>
      </Switch>
      <KeyboardHelp />
    </Suspense>
  );
}

function Screen({ route }: { route: RouteDefinition }) {
  const { role } = useUser();
  const t = useWords(designWords);
  // As it is when it is first shown: another component in its place would begin anew.
  const [Found] = useState(() => loadedScreen(route) ?? screens.get(route));
  const isForThem = route.permission === null || isAllowed(role, route.permission);
  const content = (
    <FailureBoundary key={route.path}>
      <Suspense
        fallback={
          <p role="status" className="p-6">
            {t('loading')}
          </p>
        }
      >
        {isForThem && Found !== undefined ? (
          <Found />
        ) : (
          <Nothing title="notAllowedTitle" text="notAllowedText" />
        )}
      </Suspense>
    </FailureBoundary>
  );
  return route.frame === 'full' && isForThem ? content : <DeskFrame>{content}</DeskFrame>;
}

type Word = Parameters<ReturnType<typeof useShellWords>>[0];
const useShellWords = () => useWords(shellWords);

function Nothing({ title, text }: { title: Word; text: Word }) {
  const t = useShellWords();
  return (
    <Page title={t(title)} isNarrow>
      <EmptyState text={t(text)} />
    </Page>
  );
}
