/** A listening HTTP server that drains: it finishes what it answers and opens nothing new. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface RunningServer {
  port: number;
  url: string;
  /** Resolves when every answer that was begun is sent, or cut off after `drainMs`. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  port: number;
  /** Default: every address of the machine, IPv6 as well as IPv4 where there is IPv6. */
  host?: string;
  /** Leaves the parts behind the server their share of the lifecycle's 25 s. */
  drainMs?: number;
}

/** A connection that asks nothing for so long during the drain is not waited for. */
const silenceMs = 1_000;
const sweepMs = 50;

/** Listens on a port (0: any free one). Slow clients are cut off: headers 10 s, whole request 60 s, 2 s later at most. */
export async function listen(
  handler: RequestListener,
  { port, host, drainMs = 20_000 }: ServerOptions,
): Promise<RunningServer> {
  let isDraining = false;
  const connections = new Set<Socket>();
  /** What is being answered, and on which connection. */
  const answering = new Map<ServerResponse, Socket>();
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 2_000,
    },
    (request, response) => {
      answering.set(response, request.socket);
      response.once('close', () => answering.delete(response));
      if (isDraining) makeLast(response);
      handler(request, response);
    },
  );
  // Ten thousand that say nothing leave room for those that work.
  server.maxConnections = 12_000;
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await opened(server, port, host);

  /** Once closed, the server no longer watches its time-outs: whoever is silent would hold it open for ever. */
  function closeSilent(): void {
    const busy = new Set(answering.values());
    for (const socket of connections) if (!busy.has(socket)) socket.destroy();
  }

  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      isDraining = true;
      for (const response of answering.keys()) makeLast(response);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timers = [
        // Keep-alive connections whose answer had begun before become idle one by one.
        setInterval(() => server.closeIdleConnections(), sweepMs),
        setInterval(closeSilent, silenceMs),
        setTimeout(() => server.closeAllConnections(), drainMs),
      ];
      await closed;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Asks the client to send nothing more on this connection. */
function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function opened(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
