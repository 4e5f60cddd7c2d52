/** What the engineer of the shop looks at. */
import type { RouteDefinition } from '../shell/route.ts';

export const operationRoutes: RouteDefinition[] = [
  {
    path: '/operations',
    title: { 'pt-BR': 'Operação', en: 'Operations' },
    permission: 'messages:manage',
    icon: 'Activity',
    load: () => import('./operations-screen.tsx'),
  },
];
