/** What this device keeps while the shop does not answer. */
import type { RouteDefinition } from '../shell/route.ts';

export const offlineRoutes: RouteDefinition[] = [
  {
    path: '/till/unsent',
    title: { 'pt-BR': 'Vendas por enviar', en: 'Unsent sales' },
    permission: 'tills:use',
    icon: 'CloudUpload',
    load: () => import('./unsent-screen.tsx'),
  },
];
