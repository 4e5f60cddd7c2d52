/** Every screen, by subject: the menu, the permissions and the screenshots are made from this table. */
import { accountRoutes } from './account/routes.ts';
import type { RouteGroup } from './shell/route.ts';
import { userRoutes } from './users/routes.ts';

export const routeGroups: RouteGroup[] = [userRoutes, accountRoutes];

export const allRoutes = routeGroups.flatMap(({ routes }) => routes);
