/** A service of pages as a process of its own: environment in, signals handled, exit code out. */
import { type ConfigOf, readConfig, type Settings } from './config.ts';
import type { PageDeps } from './page-service.ts';
import { createProcessLog, errorText } from './process-log.ts';
import type { RunningService } from './service.ts';
import { processSettings } from './settings.ts';
import { signalled } from './signals.ts';

export interface PageProcess<S extends Settings> {
  settings: S;
  start: (config: ConfigOf<S>, deps: PageDeps) => Promise<RunningService>;
}

/** Runs until it is told to end, then drains, and exits: 0 then, 1 when it cannot start, 2 for arguments: it has none. */
export async function runPageProcess<S extends Settings>(
  { settings, start }: PageProcess<S>,
  self: NodeJS.Process,
): Promise<void> {
  const stopAsked = signalled(self);
  if (self.argv.length > 2) {
    self.stderr.write('usage: main.ts     runs the service\n');
    self.exit(2);
  }
  try {
    const { logLevel } = readConfig({ logLevel: processSettings.logLevel }, self.env);
    const log = createProcessLog(logLevel, self);
    const service = await start(readConfig(settings, self.env), { log, isListening: true });
    await stopAsked;
    log.info('stopping');
    await service.stop();
    self.exit(0);
  } catch (error) {
    self.stderr.write(`${errorText(error)}\n`);
    self.exit(1);
  }
}
