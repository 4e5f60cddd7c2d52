/** One service as a process of its own: environment in, signals handled, exit code out. */
import { readConfig, type Settings } from './config.ts';
import { isDatabaseMissing } from './db-errors.ts';
import type { LoadedService } from './loaded-process.ts';
import { migrate } from './migrate.ts';
import { createProcessLog, errorText } from './process-log.ts';
import { migrateSettings } from './settings.ts';
import { interrupted, signalled } from './signals.ts';
import { waitForDatabase } from './wait-for-database.ts';

export interface ProcessService<S extends Settings> {
  /** The folder of its migrations. */
  migrations: URL;
  /** All else of it. Who only migrates does not load it: every installation and upgrade waits for those Jobs. */
  load: () => Promise<LoadedService<S>>;
}

/** Does what the arguments say, and exits: 0 when done or drained, 1 when it cannot, 2 when it is not understood. */
export async function runProcess<S extends Settings>(
  { migrations, load }: ProcessService<S>,
  self: NodeJS.Process,
): Promise<void> {
  const verb = self.argv.slice(2).join(' ');
  const stopAsked = signalled(self);
  try {
    if (verb === 'migrate') await migrateOnly(migrations, self, stopAsked);
    else {
      const { runLoaded } = await import('./loaded-process.ts');
      await runLoaded(await load(), verb, { self, stopAsked });
    }
  } catch (error) {
    self.stderr.write(`${errorText(error)}\n`);
    self.exit(1);
  }
}

/** Waits also for a role and a database that do not exist yet: whoever makes them may run at the same time. */
async function migrateOnly(
  migrations: URL,
  self: NodeJS.Process,
  stopAsked: Promise<void>,
): Promise<void> {
  const { databaseUrl, logLevel } = readConfig(migrateSettings, self.env);
  const log = createProcessLog(logLevel, self);
  const migrating = waitForDatabase(() => migrate(databaseUrl, migrations, log), {
    log,
    isAwaited: isDatabaseMissing,
  });
  await Promise.race([migrating, interrupted(stopAsked)]);
  log.info('the database is up to date');
  self.exit(0);
}
