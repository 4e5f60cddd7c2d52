/** People and what they did: for the admin. */
import type { RouteDefinition } from '../shell/route.ts';

export const userRoutes: RouteDefinition[] = [
  {
    path: '/users',
    title: { 'pt-BR': 'Usuários', en: 'Users' },
    permission: 'users:manage',
    icon: 'Users',
    load: () => import('./users-screen.tsx'),
  },
  {
    path: '/security',
    title: { 'pt-BR': 'Segurança', en: 'Security' },
    permission: 'security:read',
    icon: 'ShieldCheck',
    load: () => import('./security-screen.tsx'),
  },
];
