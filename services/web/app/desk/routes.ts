/** The front page. */
import type { RouteGroup } from '../shell/route.ts';

export const deskRoutes: RouteGroup = {
  title: { 'pt-BR': 'Loja', en: 'Shop' },
  routes: [
    {
      path: '/desk',
      title: { 'pt-BR': 'Hoje', en: 'Today' },
      permission: 'finance:read',
      icon: 'Newspaper',
      load: () => import('./desk-screen.tsx'),
    },
  ],
};
