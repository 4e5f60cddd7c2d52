/** Finds ports. */
import { createServer } from 'node:net';

/** Whether a port on an address can be listened on. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The first free port from `start` on; throws after a hundred. */
export async function nextFreePort(start: number, host: string): Promise<number> {
  for (let port = start; port < start + 100; port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`no port from ${start} to ${start + 99} is free; choose one by --port`);
}
