/** The counter. */
import type { RouteGroup } from '../shell/route.ts';

export const tillRoutes: RouteGroup = {
  title: { 'pt-BR': 'Balcão', en: 'Counter' },
  routes: [
    {
      path: '/till',
      title: { 'pt-BR': 'Caixa', en: 'Till' },
      permission: 'tills:use',
      icon: 'ScanBarcode',
      frame: 'full',
      load: () => import('./till-screen.tsx'),
    },
  ],
};
