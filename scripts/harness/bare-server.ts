/** A baseline in a process of its own, as the shop is: a program that prints its address. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface BareServer {
  url: string;
  stop(): void;
}

export async function startBareServer(program: URL, databaseUrl: string): Promise<BareServer> {
  const child = spawn(process.execPath, [fileURLToPath(program), databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const url of createInterface({ input: child.stdout })) {
    return { url, stop: () => void child.kill() };
  }
  throw new Error('the bare server did not start');
}
