/** The inbox. */
import type { RouteGroup } from '../shell/route.ts';

export const inboxRoutes: RouteGroup = {
  title: { 'pt-BR': 'Avisos', en: 'Inbox' },
  routes: [
    {
      path: '/inbox',
      title: { 'pt-BR': 'Avisos', en: 'Inbox' },
      permission: 'notifications:read',
      icon: 'Bell',
      load: () => import('./inbox-screen.tsx'),
    },
  ],
};
