/** What this device keeps while the shop does not answer. */
import type { RouteGroup } from '../shell/route.ts';

export const offlineRoutes: RouteGroup = {
  title: { 'pt-BR': 'Sem rede', en: 'Offline' },
  routes: [
    {
      path: '/till/unsent',
      title: { 'pt-BR': 'Vendas por enviar', en: 'Unsent sales' },
      permission: 'tills:use',
      icon: 'CloudUpload',
      load: () => import('./unsent-screen.tsx'),
    },
  ],
};
