/** Customers: who they are, what they owe, how they pay it off. */
import type { RouteDefinition } from '../shell/route.ts';

export const customerRoutes: RouteDefinition[] = [
  {
    path: '/customers',
    title: { 'pt-BR': 'Clientes e fiado', en: 'Customers and tabs' },
    permission: 'customers:read',
    icon: 'BookUser',
    load: () => import('./customers-screen.tsx'),
  },
  {
    path: '/customers/:id',
    title: { 'pt-BR': 'Conta de um cliente', en: "A customer's tab" },
    permission: 'customers:read',
    load: () => import('./customer-screen.tsx'),
  },
];
