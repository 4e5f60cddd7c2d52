/** One's own account. */
import type { RouteGroup } from '../shell/route.ts';

export const accountRoutes: RouteGroup = {
  title: { 'pt-BR': 'Conta', en: 'Account' },
  routes: [
    {
      path: '/account/password',
      title: { 'pt-BR': 'Minha senha', en: 'My password' },
      permission: null,
      icon: 'KeyRound',
      load: () => import('./password-screen.tsx'),
    },
  ],
};
