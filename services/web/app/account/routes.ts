/** One's own account. */
import type { RouteDefinition } from '../shell/route.ts';

export const accountRoutes: RouteDefinition[] = [
  {
    path: '/account/password',
    title: { 'pt-BR': 'Minha senha', en: 'My password' },
    permission: null,
    icon: 'KeyRound',
    load: () => import('./password-screen.tsx'),
  },
];
