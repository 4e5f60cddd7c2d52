/** The inbox. */
import type { RouteDefinition } from '../shell/route.ts';

export const inboxRoutes: RouteDefinition[] = [
  {
    path: '/inbox',
    title: { 'pt-BR': 'Avisos', en: 'Inbox' },
    permission: 'notifications:read',
    icon: 'Bell',
    load: () => import('./inbox-screen.tsx'),
  },
];
