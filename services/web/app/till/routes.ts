/** The counter. */
import type { RouteDefinition } from '../shell/route.ts';
import { beginTill } from './begin-till.ts';

export const tillRoutes: RouteDefinition[] = [
  {
    path: '/till',
    title: { 'pt-BR': 'Caixa', en: 'Till' },
    permission: 'tills:use',
    icon: 'ScanBarcode',
    frame: 'full',
    load: () => import('./till-screen.tsx'),
    begin: beginTill,
  },
];
