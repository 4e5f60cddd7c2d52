/** One process per service, restarted when it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@balcao/kit/config.ts';
import { ended, endWith } from './guard.ts';

export interface Supervised {
  name: string;
  /** Of the process that runs now. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  name: string;
  env: Environment;
  /** Gets what the service prints. */
  logFile: string;
  onRestart: (name: string) => void;
}

const minRestartMs = 200;
const maxRestartMs = 5_000;
/** A process that ran this long is taken for healthy: its next restart is immediate again. */
const healthyAfterMs = 10_000;
const drainMs = 30_000;

/** Starts `services/<name>/src/main.ts` and keeps it running until stopped. */
export function supervise({ name, env, logFile, onRestart }: SupervisedOptions): Supervised {
  const program = fileURLToPath(new URL(`../../${name}/src/main.ts`, import.meta.url));
  const log = createWriteStream(logFile, { flags: 'a' });
  let child: ChildProcess;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let delayMs = minRestartMs;

  function run(): void {
    const startedAt = Date.now();
    child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    void ended(child).then(() => {
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
    pid: () => child.pid,
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
