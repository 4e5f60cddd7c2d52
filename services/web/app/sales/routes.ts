/** What was sold, at which till, and whether the money came. */
import type { RouteDefinition } from '../shell/route.ts';

export const salesRoutes: RouteDefinition[] = [
  {
    path: '/sales',
    title: { 'pt-BR': 'Vendas', en: 'Sales' },
    permission: 'orders:read',
    icon: 'Receipt',
    load: () => import('./sales-screen.tsx'),
  },
  {
    path: '/sales/:id',
    title: { 'pt-BR': 'Venda', en: 'Sale' },
    permission: 'orders:read',
    load: () => import('./sale-screen.tsx'),
  },
  {
    path: '/tills',
    title: { 'pt-BR': 'Caixas', en: 'Tills' },
    permission: 'tills:use',
    icon: 'Wallet',
    load: () => import('./tills-screen.tsx'),
  },
  {
    path: '/tills/:id',
    title: { 'pt-BR': 'Caixa', en: 'Till' },
    permission: 'tills:use',
    load: () => import('./till-report-screen.tsx'),
  },
  {
    path: '/payments/reconciliation',
    title: { 'pt-BR': 'Conciliação', en: 'Reconciliation' },
    permission: 'payments:reconcile',
    icon: 'Scale',
    load: () => import('./reconciliation-screen.tsx'),
  },
];
