/** Waits until somebody else has brought a database up to date, as a Job does in a cluster. */
import { readdir } from 'node:fs/promises';
import { parse } from 'node:path';
import type { Queryable } from './db.ts';
import { isDatabaseMissing, isTableMissing } from './db-errors.ts';
import type { Logger } from './log.ts';
import { type MigrationSet, migrationSets } from './migrate.ts';
import { waitForDatabase } from './wait-for-database.ts';

class MigrationsPending extends Error {}

/** Later migrations than those that are known here may have run: this may be the older version. */
export async function awaitMigrations(db: Queryable, serviceDir: URL, log: Logger): Promise<void> {
  const sets = migrationSets(serviceDir);
  await waitForDatabase(() => Promise.all(sets.map((set) => requireAll(db, set))), {
    log,
    isAwaited: (error) =>
      error instanceof MigrationsPending || isTableMissing(error) || isDatabaseMissing(error),
  });
}

/** Throws while a file of the set has not run. */
async function requireAll(db: Queryable, { dir, table }: MigrationSet): Promise<void> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.sql'));
  const rows = await db.query<{ name: string }>(`SELECT name FROM ${table}`);
  const recorded = new Set(rows.map(({ name }) => name));
  const pending = files.map((file) => parse(file).name).filter((name) => !recorded.has(name));
  if (pending.length > 0) throw new MigrationsPending(`not migrated yet: ${pending.join(', ')}`);
}
