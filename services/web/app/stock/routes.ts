/** Stock: what there is, what comes in, what becomes of it. */
import { Boxes } from 'lucide-react';
import type { RouteGroup } from '../shell/route.ts';

export const stockRoutes: RouteGroup = {
  title: { 'pt-BR': 'Estoque', en: 'Stock' },
  routes: [
    {
      path: '/stock',
      title: { 'pt-BR': 'Estoque', en: 'Stock' },
      permission: 'stock:read',
      icon: Boxes,
      load: () => import('./stock-screen.tsx'),
    },
    {
      path: '/stock/products/:id',
      title: { 'pt-BR': 'Estoque de um produto', en: "A product's stock" },
      permission: 'stock:read',
      load: () => import('./product-stock-screen.tsx'),
    },
  ],
};
