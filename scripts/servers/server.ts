/** A server program run for tests: started, stopped, killed and started again on the same port and data. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ended, endWith, guard, unref } from '../../services/local/src/guard.ts';

export interface TestServer {
  readonly url: string;
  /** Of the server itself, not of a wrapper; another one after `restart()`. */
  readonly pid: number;
  /** Ends it in order and waits until it is gone; its data stays for `restart()`. */
  stop(): Promise<void>;
  /** Sends a signal, SIGKILL by default, and waits until it is gone. SIGSTOP and SIGCONT do not wait. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and data, ending it first when it runs. */
  restart(): Promise<void>;
}

export interface Launch {
  name: string;
  url: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Rejects until the server answers. */
  probe: () => Promise<void>;
  startTimeoutMs: number;
}

/** The first of the programs that this machine has, by absolute path or on PATH. */
export function findProgram(candidates: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return candidates
    .flatMap((name) =>
      name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name)),
    )
    .find(isExecutable);
}

/** Starts the program and resolves when its probe does. The program ends with this process, whatever ends it. */
export async function launch(options: Launch): Promise<TestServer> {
  let running = await start(options);
  const stop = () => end(running, [{ signal: 'SIGTERM', waitMs: 20_000 }]);
  return {
    url: options.url,
    get pid() {
      return pidOf(running.child);
    },
    stop,
    kill: (signal = 'SIGKILL') => kill(running, signal),
    async restart() {
      await stop();
      running = await start(options);
    },
  };
}

interface Running {
  child: ChildProcess;
  release: () => void;
}

async function start(options: Launch): Promise<Running> {
  const { command, args, env, cwd } = options;
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      if (output.length > 200) output.shift();
    });
  }
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => {});
  const release = child.pid === undefined ? () => {} : guard(child.pid, 'SIGKILL');
  child.once('exit', release);
  try {
    await Promise.race([failed, untilReady(options, child)]);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`${options.name} did not start:\n${output.join('')}`, { cause });
  }
  // A server that waits for its tests must not keep the process alive by itself.
  for (const handle of [child, child.stdout, child.stderr]) unref(handle);
  return { child, release };
}

async function untilReady(
  { probe, startTimeoutMs, name }: Launch,
  child: ChildProcess,
): Promise<void> {
  const giveUpAt = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (cause) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${name} ended`, { cause });
      if (Date.now() > giveUpAt) throw new Error(`no answer in ${startTimeoutMs} ms`, { cause });
      await delay(25);
    }
  }
}

async function kill({ child }: Running, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
  child.ref();
  await ended(child);
}

async function end(
  { child, release }: Running,
  steps: { signal: NodeJS.Signals; waitMs: number }[],
) {
  // A process that a fault test has frozen answers no SIGTERM.
  child.kill('SIGCONT');
  child.ref();
  await endWith(child, [...steps, { signal: 'SIGKILL', waitMs: 5_000 }]);
  release();
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the server has no process');
  return child.pid;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
