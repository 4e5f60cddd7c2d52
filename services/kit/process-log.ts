/** How a process speaks: its log, and its last words. */
import { ConfigError } from './config.ts';
import { createLogger, type Logger } from './log.ts';
import { exitOnBug } from './signals.ts';

/** The log of a process, which says its bug before it ends. */
export function createProcessLog(level: string, self: NodeJS.Process): Logger {
  const log = createLogger({ level });
  exitOnBug(self, (error) => log.fatal({ err: error }, 'an error that nobody handled'));
  return log;
}

/** What a process says before it ends because of an error. */
export function errorText(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
