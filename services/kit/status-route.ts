/** The API of a service's own state: what an operator of the shop looks at first when something is slow. */
import { serviceStatus } from '@balcao/contracts/api/status.ts';
import type { Database } from './db.ts';
import { type Dependency, readHealth } from './http/health.ts';
import { type Route, readRoute } from './http/route.ts';
import { readQueues } from './queues.ts';

interface StatusOptions {
  service: string;
  version: string;
  dependencies: Dependency[];
}

/** `<prefix>/status`; put it before routes such as `<prefix>/:id`. */
export function statusRoute(prefix: string, db: Database, options: StatusOptions): Route {
  const { service, version, dependencies } = options;
  return readRoute(
    {
      method: 'get',
      path: `${prefix}/status`,
      summary: 'Tell how the service is: what it needs, and what waits in its queues',
      access: 'messages:manage',
      answers: { 200: serviceStatus },
    },
    async () => {
      const [health, queues] = await Promise.all([readHealth(dependencies), readQueues(db)]);
      const needed = Object.entries(health.dependencies).map(([name, { status, detail }]) => ({
        name,
        isUp: status === 'up',
        detail: detail ?? null,
      }));
      const body = { service, version, status: health.status, dependencies: needed, ...queues };
      return { status: 200, body };
    },
  );
}
