/** One process per service, restarted when it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@balcao/kit/config.ts';
import { z } from 'zod';
import { ended, endWith } from './guard.ts';

export interface Supervised {
  name: string;
  /** Where the process that runs now answers; undefined until it does. */
  url(): string | undefined;
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  name: string;
  env: Environment;
  /** Gets what the service prints. */
  logFile: string;
  onRestart: (name: string) => void;
}

/** What a process says once it answers. */
const address = z.object({ url: z.url() });

const minRestartMs = 200;
const maxRestartMs = 5_000;
/** A process that ran this long is taken for healthy: its next restart is immediate again. */
const healthyAfterMs = 10_000;
const drainMs = 30_000;

/**
 * Starts `services/<name>/src/main.ts` and keeps it running until stopped. Each process takes a port that the system
 * has free and says which: a fixed one could be another shop's by the time that this shop's process is back.
 */
export function supervise({ name, env, logFile, onRestart }: SupervisedOptions): Supervised {
  const program = fileURLToPath(new URL(`../../${name}/src/main.ts`, import.meta.url));
  const log = createWriteStream(logFile, { flags: 'a' });
  let child: ChildProcess;
  let url: string | undefined;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let delayMs = minRestartMs;

  function run(): void {
    const startedAt = Date.now();
    child = spawn(process.execPath, [program], {
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.on('message', (message) => {
      url = address.parse(message).url;
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    void ended(child).then(() => {
      url = undefined;
      if (isStopping) return;
      delayMs =
        Date.now() - startedAt > healthyAfterMs
          ? minRestartMs
          : Math.min(delayMs * 2, maxRestartMs);
      onRestart(name);
      timer = setTimeout(run, delayMs);
    });
  }

  run();
  return {
    name,
    url: () => url,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await endWith(child, [
        { signal: 'SIGTERM', waitMs: drainMs },
        { signal: 'SIGKILL', waitMs: 5_000 },
      ]);
      log.end();
    },
  };
}
