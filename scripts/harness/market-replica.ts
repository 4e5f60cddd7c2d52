/** One replica of market-analyzer as a process of its own, and an auth that it believes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestTokens } from '@balcao/kit/testing/tokens.ts';

const program = fileURLToPath(
  new URL('../../services/market-analyzer/src/main.ts', import.meta.url),
);

/** Answers keys and revocations as auth does. */
export function startAuth(port: number): { auth: Server; token: string } {
  const { source, tokenFor } = createTestTokens();
  const auth = createServer(async ({ url }, response) => {
    const answer = url?.endsWith('jwks.json') ? source.readKeys() : source.readRevocations();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await answer));
  }).listen(port, '127.0.0.1');
  return { auth, token: tokenFor('admin') };
}

/** Resolves when it is ready. */
export async function startReplica(
  port: number,
  env: Record<string, string>,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, REDIS_URL: '', LOG_LEVEL: 'error', ...env, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return child;
    await delay(100);
  }
  throw new Error('the replica did not start');
}
