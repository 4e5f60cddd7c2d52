/** Every screen, by subject: the menu, the permissions and the screenshots are made from this table. */
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
  tillRoutes,
  deskRoutes,
  salesRoutes,
  customerRoutes,
  financeRoutes,
  stockRoutes,
  catalogueRoutes,
  marketRoutes,
  inboxRoutes,
  channelRoutes,
  userRoutes,
  operationRoutes,
  accountRoutes,
  offlineRoutes,
];

export const allRoutes = routeGroups.flatMap(({ routes }) => routes);
