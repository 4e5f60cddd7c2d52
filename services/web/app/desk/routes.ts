/** The front page. */
import type { RouteDefinition } from '../shell/route.ts';

export const deskRoutes: RouteDefinition[] = [
  {
    path: '/desk',
    title: { 'pt-BR': 'Hoje', en: 'Today' },
    permission: 'finance:read',
    icon: 'Newspaper',
    load: () => import('./desk-screen.tsx'),
  },
];
