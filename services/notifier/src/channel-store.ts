/** SQL of channels. */
import type {
  Channel,
  ChannelType,
  Language,
  LastDelivery,
} from '@balcao/contracts/api/notification-channels.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { SealedSettings } from './channel.ts';

interface ChannelRow {
  id: string;
  name: string;
  type: ChannelType;
  language: Language;
  target: string;
  is_active: boolean;
  created_at: string;
  managed_by: string | null;
  settings_at: string;
  tried_at: string | null;
  tried_state: LastDelivery['status'] | null;
  tried_error: string | null;
}

const select = `
  SELECT c.id, c.name, c.type, c.language, c.target, c.is_active, c.created_at, c.managed_by,
    c.settings_at, last.tried_at, last.state AS tried_state, last.error AS tried_error
  FROM channel c LEFT JOIN LATERAL (
    SELECT d.tried_at, d.state, d.error FROM delivery d
    WHERE d.channel_id = c.id AND d.tried_at IS NOT NULL
    ORDER BY d.tried_at DESC LIMIT 1) last ON true`;

function toChannel(row: ChannelRow): Channel {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    language: row.language,
    target: row.target,
    isActive: row.is_active,
    createdAt: row.created_at,
    managedBy: row.managed_by,
    settingsAt: row.settings_at,
    lastDelivery: lastDeliveryOf(row),
  };
}

function lastDeliveryOf({ tried_at, tried_state, tried_error }: ChannelRow): LastDelivery | null {
  if (tried_at === null || tried_state === null) return null;
  return { at: tried_at, status: tried_state, error: tried_error };
}

/** Undefined where there is none. */
export async function findChannel(db: Queryable, id: string): Promise<Channel | undefined> {
  const [row] = await db.query<ChannelRow>(`${select} WHERE c.id = $1`, [id]);
  return row && toChannel(row);
}

/** Who looks after it, which is held until the transaction ends; undefined where there is none. */
export async function lockChannel(
  tx: Tx,
  id: string,
): Promise<Pick<Channel, 'managedBy'> | undefined> {
  const [row] = await tx.query<Pick<Channel, 'managedBy'>>(
    'SELECT managed_by AS "managedBy" FROM channel WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return row;
}

/** Undefined where the id is taken. */
export async function insertChannel(
  tx: Tx,
  {
    id,
    name,
    language,
    managedBy,
    type,
    target,
    sealed,
  }: SealedSettings & Pick<Channel, 'id' | 'name' | 'language' | 'managedBy'>,
): Promise<Channel | undefined> {
  const rows = await tx.query(
    `INSERT INTO channel (id, name, language, managed_by, type, target, settings)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    [id, name, language, managedBy, type, target, sealed],
  );
  return rows.length === 0 ? undefined : findChannel(tx, id);
}

/** Undefined where there is none; without `settings` they stay as they are. */
export async function updateChannel(
  tx: Tx,
  wish: Pick<Channel, 'id' | 'name' | 'language' | 'isActive' | 'managedBy'>,
  settings: SealedSettings | undefined,
): Promise<Channel | undefined> {
  tx.send(
    `UPDATE channel SET name = $2, language = $3, is_active = $4, managed_by = $5,
       type = coalesce($6, type), target = coalesce($7, target), settings = coalesce($8, settings),
       settings_at = CASE WHEN $8 IS NULL THEN settings_at ELSE now() END
     WHERE id = $1`,
    [
      wish.id,
      wish.name,
      wish.language,
      wish.isActive,
      wish.managedBy,
      settings?.type ?? null,
      settings?.target ?? null,
      settings?.sealed ?? null,
    ],
  );
  return findChannel(tx, wish.id);
}

/** With its routes; what still waits for it is given up. */
export async function deleteChannel(tx: Tx, id: string): Promise<void> {
  // First: it waits for those who are just adding deliveries, which the second statement then sees.
  await tx.query('DELETE FROM channel WHERE id = $1', [id]);
  tx.send(
    `UPDATE delivery SET state = 'dead', error = 'the channel was deleted', taken_until = NULL
     WHERE channel_id = $1 AND state = 'waiting'`,
    [id],
  );
}

/** By id: one row more than the limit where there are more. */
export async function listChannels(
  db: Queryable,
  { after, limit }: { after: string | null; limit: number },
): Promise<Channel[]> {
  const rows = await db.query<ChannelRow>(
    `${select} WHERE $1::uuid IS NULL OR c.id > $1 ORDER BY c.id LIMIT $2`,
    [after, limit + 1],
  );
  return rows.map(toChannel);
}

/** Who looks after it; locks it against its deletion until the commit. Undefined where there is none. */
export async function holdChannel(
  tx: Tx,
  id: string,
): Promise<Pick<Channel, 'managedBy'> | undefined> {
  const [row] = await tx.query<Pick<Channel, 'managedBy'>>(
    'SELECT managed_by AS "managedBy" FROM channel WHERE id = $1 FOR KEY SHARE',
    [id],
  );
  return row;
}
