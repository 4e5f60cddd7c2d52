/** SQL of routes: what is sent where and when. */
import type { Channel } from '@balcao/contracts/api/notification-channels.ts';
import type { GroupLabel, NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import type { NotificationEvent } from '@balcao/contracts/api/notifications.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

interface RouteRow {
  id: string;
  channel_id: string;
  events: NotificationEvent[];
  minimum_severity: Severity;
  quiet_from: string | null;
  quiet_to: string | null;
  group_seconds: number;
  group_by: GroupLabel[];
  repeat_seconds: number | null;
}

const columns =
  'r.id, r.channel_id, r.events, r.minimum_severity, r.quiet_from, r.quiet_to, r.group_seconds, r.group_by, r.repeat_seconds';

function toRoute(row: RouteRow): NotificationRoute {
  const { quiet_from: from, quiet_to: to } = row;
  return {
    id: row.id,
    channelId: row.channel_id,
    events: row.events,
    minimumSeverity: row.minimum_severity,
    quietHours: from === null || to === null ? null : { from, to },
    groupSeconds: row.group_seconds,
    groupBy: row.group_by,
    repeatSeconds: row.repeat_seconds,
  };
}

const valuesOf = (route: NotificationRoute) => [
  route.id,
  route.channelId,
  route.events,
  route.minimumSeverity,
  route.quietHours?.from ?? null,
  route.quietHours?.to ?? null,
  route.groupSeconds,
  route.groupBy,
  route.repeatSeconds,
];

/** Undefined where the id is taken. */
export async function insertRoute(
  tx: Tx,
  route: NotificationRoute,
): Promise<NotificationRoute | undefined> {
  const [row] = await tx.query<RouteRow>(
    `INSERT INTO route AS r (id, channel_id, events, minimum_severity, quiet_from, quiet_to, group_seconds, group_by,
       repeat_seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    valuesOf(route),
  );
  return row && toRoute(row);
}

/** Undefined where there is none. */
export async function updateRoute(
  tx: Tx,
  route: NotificationRoute,
): Promise<NotificationRoute | undefined> {
  const [row] = await tx.query<RouteRow>(
    `UPDATE route r SET channel_id = $2, events = $3, minimum_severity = $4, quiet_from = $5, quiet_to = $6,
       group_seconds = $7, group_by = $8, repeat_seconds = $9 WHERE r.id = $1 RETURNING ${columns}`,
    valuesOf(route),
  );
  return row && toRoute(row);
}

/** Who looks after the channel that it leads to; undefined where there is no such route. */
export async function managerOfRoute(
  tx: Tx,
  id: string,
): Promise<Pick<Channel, 'managedBy'> | undefined> {
  const [row] = await tx.query<Pick<Channel, 'managedBy'>>(
    `SELECT c.managed_by AS "managedBy" FROM route r JOIN channel c ON c.id = r.channel_id
     WHERE r.id = $1`,
    [id],
  );
  return row;
}

/** False where there is none. */
export async function deleteRoute(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('DELETE FROM route WHERE id = $1 RETURNING id', [id])).length > 0;
}

/** By id: one row more than the limit where there are more. */
export async function listRoutes(
  db: Queryable,
  { after, limit }: { after: string | null; limit: number },
): Promise<NotificationRoute[]> {
  const rows = await db.query<RouteRow>(
    `SELECT ${columns} FROM route r WHERE $1::uuid IS NULL OR r.id > $1 ORDER BY r.id LIMIT $2`,
    [after, limit + 1],
  );
  return rows.map(toRoute);
}

/** All routes; they and their channels cannot be deleted until the commit. A channel is held before its routes. */
export async function readRoutes(tx: Tx): Promise<NotificationRoute[]> {
  const rows = await tx.query<RouteRow>(
    `SELECT ${columns} FROM route r JOIN channel c ON c.id = r.channel_id
     ORDER BY r.id FOR KEY SHARE OF c, r`,
  );
  return rows.map(toRoute);
}
