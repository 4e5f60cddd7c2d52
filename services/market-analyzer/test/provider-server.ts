/** A provider on this machine: each test says what it answers, good or bad. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

export interface ProviderServer {
  url: string;
  /** Paths and queries, decoded, in the order in which they came. */
  asked: string[];
  /** What it answers from now on. */
  respond: Respond;
  stop(): Promise<void>;
}

export async function startProvider(asked: string[] = []): Promise<ProviderServer> {
  const server = createServer((request, response) => {
    provider.asked.push(decodeURIComponent(request.url ?? ''));
    provider.respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const provider: ProviderServer = {
    url: `http://127.0.0.1:${port}`,
    asked,
    respond: status(404),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

export const json =
  (body: unknown): Respond =>
  (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };

export const text =
  (body: string): Respond =>
  (_, response) =>
    response.end(body);

export const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Respond =>
  (_, response) =>
    response.writeHead(code, headers).end(body);

/** Takes the request and never answers. */
export const silence: Respond = () => undefined;

/** Closes the connection without a word. */
export const reset: Respond = (request) => void request.socket.destroy();

/** Promises more than it sends. */
export const half =
  (body: string): Respond =>
  (request, response) => {
    response.writeHead(200, { 'content-length': String(body.length) });
    response.write(body.slice(0, body.length / 2), () => request.socket.destroy());
  };
