/** The verbs of the program: settings in, what was done out. */
import { type ConfigOf, type Environment, readConfig, type Settings } from '@balcao/kit/config.ts';
import type { Logger } from '@balcao/kit/log.ts';
import manifest from '../package.json' with { type: 'json' };
import { BackupFailure } from './backup-failure.ts';
import {
  dumpSettings,
  emptySettings,
  pruneSettings,
  removeSettings,
  restoreSettings,
  verifySettings,
} from './config.ts';
import { drill } from './drill.ts';
import { dump } from './dump.ts';
import { emptyQueues } from './empty-queues.ts';
import { emptyRedis } from './empty-redis.ts';
import { findNewest } from './open-backup.ts';
import { openStorage } from './open-storage.ts';
import { prune } from './prune.ts';
import { checkRestore, restore } from './restore.ts';
import { removeVerdict } from './verdict.ts';

/** What is told at the end, beside `verb` and `ok`. */
export type Outcome = Record<string, unknown>;

export interface Verb {
  help: string;
  settings: Settings;
  run(env: Environment, log: Logger): Promise<Outcome>;
}

const maxKeptIds = 100;

function verb<S extends Settings>(
  help: string,
  settings: S,
  run: (config: ConfigOf<S>, log: Logger) => Promise<Outcome>,
): Verb {
  return { help, settings, run: (env, log) => run(readConfig(settings, env), log) };
}

export const verbs: Readonly<Record<string, Verb>> = {
  dump: verb('makes a backup of every database', dumpSettings, async (config, log) => {
    const startedAt = performance.now();
    const storage = openStorage(config, log);
    const { key = null } = config;
    const productVersion = manifest.version;
    const { id, heldMs, databases, doubts } = await dump({
      ...config,
      key,
      storage,
      productVersion,
      log,
    });
    return {
      backup: id,
      databases: databases.length,
      rows: sum(databases.flatMap(({ rows }) => Object.values(rows))),
      plainBytes: sum(databases.map(({ plainBytes }) => plainBytes)),
      storedBytes: sum(databases.map(({ storedBytes }) => storedBytes)),
      heldMs,
      doubts: doubts.slice(0, 5).map((doubt) => doubt.slice(0, 200)),
      seconds: secondsSince(startedAt),
    };
  }),
  verify: verb('proves a backup by restoring it', verifySettings, async (config, log) => {
    const startedAt = performance.now();
    const storage = openStorage(config, log);
    const { key = null } = config;
    const backupId = config.backupId ?? (await findNewest(storage));
    try {
      const result = await drill({ ...config, key, backupId, storage, log });
      return { ...result, seconds: secondsSince(startedAt) };
    } catch (error) {
      if (isVerdict(error)) await removeVerdict(storage, backupId);
      throw error;
    }
  }),
  restore: verb('brings a backup back', restoreSettings, async (config, log) => {
    const startedAt = performance.now();
    const storage = openStorage(config, log);
    const { key = null, backupId = null, restoreId = null } = config;
    const backup = await restore({ ...config, key, backupId, restoreId, storage, log });
    return { backup, seconds: secondsSince(startedAt) };
  }),
  check: verb('says whether a restore can be done', restoreSettings, async (config, log) => {
    const storage = openStorage(config, log);
    const { key = null, backupId = null, restoreId = null } = config;
    return { backup: await checkRestore({ ...config, key, backupId, restoreId, storage, log }) };
  }),
  empty: verb(
    'empties the queues and Redis of a stopped shop',
    emptySettings,
    async ({ amqpUrl, redisUrl }) => ({
      messages: await emptyQueues(amqpUrl),
      keys: redisUrl === undefined ? 0 : await emptyRedis(redisUrl),
    }),
  ),
  prune: verb('removes backups that are kept no longer', pruneSettings, async (config, log) => {
    const storage = openStorage(config, log);
    const { removed, kept } = await prune({ storage, policy: config, only: config.only, log });
    return {
      removed: removed.slice(0, 20),
      removedCount: removed.length,
      kept: kept.length,
      // The newest of them: Kubernetes keeps 4,096 bytes of what is said here.
      keptIds: kept.slice(-maxKeptIds),
    };
  }),
  remove: verb('removes one backup, if it is there', removeSettings, async (config, log) => {
    const { backupId } = config;
    await openStorage(config, log).removeAll(backupId);
    return { backup: backupId };
  }),
};

/** Failures that say something about the backup, and not about the key or the server that were given. */
function isVerdict(error: unknown): boolean {
  const codes = [
    'file_missing',
    'file_truncated',
    'file_damaged',
    'content_differs',
    'proof_failed',
  ];
  return error instanceof BackupFailure && codes.includes(error.code);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 10) / 100;
}
