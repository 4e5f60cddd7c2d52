/** A shop in a process of its own, as `npm start` runs it, on a folder that goes away afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ShopProcess {
  url: string;
  pid: number;
  dataDir: string;
  /** Milliseconds from the start of the process to the open shop. */
  startedInMs: number;
  /** Resolves when the process has ended. */
  ended: Promise<void>;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export interface ShopProcessOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Default: a new one. */
  dataDir?: string;
}

const program = fileURLToPath(new URL('../../services/local/src/main.ts', import.meta.url));

/** An empty folder for a shop. */
export function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'balcao-'));
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
}

/** Starts a shop on a free port and resolves when it is open. */
export async function startShopProcess(options: ShopProcessOptions = {}): Promise<ShopProcess> {
  const dataDir = options.dataDir ?? (await makeDataDir());
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [program, '--port', '0', '--data', dataDir, ...(options.args ?? [])],
    { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await readAddress(child);
  return {
    url,
    pid: child.pid ?? 0,
    dataDir,
    startedInMs: performance.now() - startedAt,
    ended,
    kill: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const url = /address\s+(http:\/\/[^/]+)/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
    child.once('exit', () => reject(new Error(`the shop did not open:\n${said.join('\n')}`)));
  });
}
