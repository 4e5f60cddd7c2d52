/**
 * Moves the entries whose category nobody has followed: a version that knows of no counter-account gave it and told
 * nobody, or told it before anybody listened. Every decision leaves a note in the database, whatever version decides.
 */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { takeCategoriesToFollow } from './counter-account-store.ts';
import { type FollowDeps, followEntries } from './follow-categories.ts';

const everyMs = 5_000;
const batchSize = 500;
/** As long an event has time to be handled; what it has moved needs nothing here. */
const minAgeSeconds = 60;

/** Each note is taken by one replica, in the transaction that moves its entry. Where there is none, that is one look. */
export function missedCategoriesJob({ db, ...deps }: FollowDeps & { db: Database }): Job {
  const followSome = (): Promise<number> =>
    db.transaction(async (tx) => {
      const entryIds = await takeCategoriesToFollow(tx, { limit: batchSize, minAgeSeconds });
      if (entryIds.length > 0)
        await followEntries(tx, new Map(entryIds.map((id) => [id, null])), deps);
      return entryIds.length;
    });
  return {
    name: 'follow categories that were missed',
    everyMs,
    async run() {
      while ((await followSome()) === batchSize);
    },
  };
}
