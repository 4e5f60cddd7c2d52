/** The operator as a process: environment in, signals handled, exit code out. */
import { ConfigError, readConfig } from '@balcao/kit/config.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { exitOnBug, signalled } from '@balcao/kit/signals.ts';
import { settings } from './config.ts';
import { kinds } from './kinds.ts';
import { loadCredentials } from './load-credentials.ts';
import { start } from './service.ts';

/** Runs until it is told to end. Exits 0 when it has drained, 1 when it cannot run, 2 when it is not understood. */
export async function runOperator(self: NodeJS.Process): Promise<void> {
  if (self.argv.length > 2) {
    self.stderr.write('usage: main.ts     runs the operator\n');
    self.exit(2);
  }
  const stopAsked = signalled(self);
  try {
    const config = readConfig(settings, self.env);
    const log = createLogger({ level: config.logLevel });
    exitOnBug(self, (error) => log.fatal({ err: error }, 'an error that nobody handled'));
    const credentials = await loadCredentials(self.env);
    const operator = await start(config, { credentials, kinds, log });
    await stopAsked;
    log.info('stopping');
    await operator.stop();
    self.exit(0);
  } catch (error) {
    self.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
    self.exit(1);
  }
}
