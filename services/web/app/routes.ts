/** Every screen, as the menu groups them: permissions, tests and screenshots are made from this table too. */
import { accountRoutes } from './account/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { channelRoutes } from './channels/routes.ts';
import { customerRoutes } from './customers/routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { financeRoutes } from './finance/routes.ts';
import { inboxRoutes } from './inbox/routes.ts';
import { marketRoutes } from './market/routes.ts';
import { offlineRoutes } from './offline/routes.ts';
import { operationRoutes } from './operations/routes.ts';
import { salesRoutes } from './sales/routes.ts';
import type { RouteGroup } from './shell/route.ts';
import { stockRoutes } from './stock/routes.ts';
import { tillRoutes } from './till/routes.ts';
import { userRoutes } from './users/routes.ts';

export const routeGroups: RouteGroup[] = [
  { title: { 'pt-BR': 'Loja', en: 'Shop' }, routes: [...tillRoutes, ...deskRoutes] },
  {
    title: { 'pt-BR': 'Vendas', en: 'Sales' },
    routes: [...salesRoutes, ...customerRoutes, ...offlineRoutes],
  },
  { title: { 'pt-BR': 'Finanças', en: 'Finance' }, routes: financeRoutes },
  { title: { 'pt-BR': 'Estoque', en: 'Stock' }, routes: stockRoutes },
  { title: { 'pt-BR': 'Catálogo', en: 'Catalogue' }, routes: catalogueRoutes },
  { title: { 'pt-BR': 'Mercado', en: 'Market' }, routes: marketRoutes },
  { title: { 'pt-BR': 'Avisos', en: 'Notices' }, routes: [...inboxRoutes, ...channelRoutes] },
  {
    title: { 'pt-BR': 'Administração', en: 'Administration' },
    routes: [...userRoutes, ...operationRoutes, ...accountRoutes],
  },
];

export const allRoutes = routeGroups.flatMap(({ routes }) => routes);
