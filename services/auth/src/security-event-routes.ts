/** The API of the audit trail, for admins. */
import {
  securityEventListQuery,
  securityEventPage,
} from '@balcao/contracts/api/security-events.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { listSecurityEvents } from './security-event-store.ts';

/** Days in queries are those of `timeZone`. */
export function securityEventRoutes(db: Database, timeZone: string): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/auth/events',
        summary:
          'List security events, newest first: logins, failures, changes of rights, ended sessions',
        access: 'security:read',
        query: securityEventListQuery,
        answers: { 200: securityEventPage },
      },
      async ({ query }) => ({ status: 200, body: await listSecurityEvents(db, query, timeZone) }),
    ),
  ];
}
