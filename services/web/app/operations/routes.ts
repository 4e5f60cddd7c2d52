/** What the engineer of the shop looks at. */
import type { RouteGroup } from '../shell/route.ts';

export const operationRoutes: RouteGroup = {
  title: { 'pt-BR': 'Sistema', en: 'System' },
  routes: [
    {
      path: '/operations',
      title: { 'pt-BR': 'Operação', en: 'Operations' },
      permission: 'messages:manage',
      icon: 'Activity',
      load: () => import('./operations-screen.tsx'),
    },
  ],
};
