/** SQL of channels. */
import type {
  Channel,
  ChannelType,
  Language,
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
}

const columns = 'id, name, type, language, target, is_active, created_at';

function toChannel({ is_active: isActive, created_at: createdAt, ...rest }: ChannelRow): Channel {
  return { ...rest, isActive, createdAt };
}

/** Undefined where the id is taken. */
export async function insertChannel(
  tx: Tx,
  {
    id,
    name,
    language,
    type,
    target,
    sealed,
  }: SealedSettings & Pick<Channel, 'id' | 'name' | 'language'>,
): Promise<Channel | undefined> {
  const [row] = await tx.query<ChannelRow>(
    `INSERT INTO channel (id, name, language, type, target, settings) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [id, name, language, type, target, sealed],
  );
  return row && toChannel(row);
}

/** Undefined where there is none; without `settings` they stay as they are. */
export async function updateChannel(
  tx: Tx,
  { id, name, language, isActive }: Pick<Channel, 'id' | 'name' | 'language' | 'isActive'>,
  settings: SealedSettings | undefined,
): Promise<Channel | undefined> {
  const [row] = await tx.query<ChannelRow>(
    `UPDATE channel SET name = $2, language = $3, is_active = $4, type = coalesce($5, type),
       target = coalesce($6, target), settings = coalesce($7, settings)
     WHERE id = $1 RETURNING ${columns}`,
    [
      id,
      name,
      language,
      isActive,
      settings?.type ?? null,
      settings?.target ?? null,
      settings?.sealed ?? null,
    ],
  );
  return row && toChannel(row);
}

/** With its routes; what still waits for it is given up. False where there is none. */
export async function deleteChannel(tx: Tx, id: string): Promise<boolean> {
  // First: it waits for those who are just adding deliveries, which the second statement then sees.
  const rows = await tx.query('DELETE FROM channel WHERE id = $1 RETURNING id', [id]);
  tx.send(
    `UPDATE delivery SET state = 'dead', error = 'the channel was deleted', taken_until = NULL
     WHERE channel_id = $1 AND state = 'waiting'`,
    [id],
  );
  return rows.length > 0;
}

/** By id: one row more than the limit where there are more. */
export async function listChannels(
  db: Queryable,
  { after, limit }: { after: string | null; limit: number },
): Promise<Channel[]> {
  const rows = await db.query<ChannelRow>(
    `SELECT ${columns} FROM channel WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [after, limit + 1],
  );
  return rows.map(toChannel);
}

/** Locks it against its deletion until the commit; false where there is none. */
export async function holdChannel(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query('SELECT id FROM channel WHERE id = $1 FOR KEY SHARE', [id]);
  return rows.length > 0;
}
