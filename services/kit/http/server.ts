/** A listening HTTP server that drains: it finishes what it answers and opens nothing new. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RunningServer {
  port: number;
  url: string;
  stop(): Promise<void>;
}

/** Listens on a port (0: any free one). Slow clients are cut off: headers 10 s, whole request 60 s. */
export async function listen(
  handler: RequestListener,
  { port, host = '0.0.0.0' }: { port: number; host?: string },
): Promise<RunningServer> {
  let isDraining = false;
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      if (isDraining) response.setHeader('Connection', 'close');
      handler(request, response);
    },
  );
  server.maxConnections = 10_000;
  await opened(server, port, host);
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      isDraining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // Keep-alive connections become idle one by one as their answers end.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      await closed;
      clearInterval(sweep);
    },
  };
}

function opened(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
