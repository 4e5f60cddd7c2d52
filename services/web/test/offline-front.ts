/** Stands between a browser and a shop: serves what was built, hands the API on, and is the network that fails. */
import { readFile } from 'node:fs/promises';
import {
  request as ask,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { extname, join } from 'node:path';
import { eventually } from '@balcao/kit/testing/eventually.ts';

export interface Front {
  url: string;
  /** No connection comes through, neither for the API nor for the app's own files. */
  cut(): void;
  mend(): void;
  /** The shop records the next so many orders, and their answers are lost on the way. */
  loseAnswers(count: number): void;
  /** Resolves when all of them are lost. */
  answersLost(): Promise<void>;
  /** Another version of a file is served from now on. */
  replace(path: string, content: string): void;
  close(): Promise<void>;
}

/** A file that is asked for and never answered. */
export const unanswered = '/assets/unanswered.js';

const config = {
  shopName: 'Açougue da Praça',
  timeZone: 'America/Sao_Paulo',
  scaleLayout: '2CCCC0TTTTTT',
  version: 'test',
};

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** `folder` is what was built, `shopUrl` where the API answers. */
export async function openFront(folder: string, shopUrl: string): Promise<Front> {
  let isCut = false;
  let toLose = 0;
  const replaced = new Map<string, string>();

  const serve = async (path: string, response: ServerResponse) => {
    if (path === unanswered) return undefined;
    const isScreen = extname(path) === '';
    const file = isScreen ? '/index.html' : path;
    const content = replaced.get(file) ?? (await readFile(join(folder, file)).catch(() => null));
    if (content === null) return response.writeHead(404).end();
    const type = types[extname(file)] ?? 'application/octet-stream';
    return response
      .writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' })
      .end(content);
  };

  const handOn = (request: IncomingMessage, response: ServerResponse) => {
    const isOrder = request.method === 'POST' && request.url === '/api/v1/orders';
    const isLost = isOrder && toLose > 0;
    const { method, headers } = request;
    const forward = ask(new URL(request.url ?? '/', shopUrl), { method, headers }, (answer) => {
      if (!isLost) {
        const given: OutgoingHttpHeaders = answer.headers;
        response.writeHead(answer.statusCode ?? 502, given);
        return answer.pipe(response);
      }
      // Only when the shop has said all of it is the order surely recorded.
      return answer.resume().once('end', () => {
        toLose -= 1;
        request.socket.destroy();
      });
    });
    forward.once('error', () => request.socket.destroy());
    request.pipe(forward);
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', shopUrl);
    if (isCut) request.socket.destroy();
    else if (pathname === '/config') response.end(JSON.stringify(config));
    else if (pathname.startsWith('/api/')) handOn(request, response);
    else void serve(pathname, response);
  });
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://localhost:${address.port}`,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    mend() {
      isCut = false;
    },
    loseAnswers(count) {
      toLose = count;
    },
    answersLost: () =>
      eventually(async () => {
        if (toLose > 0) throw new Error(`${toLose} answers are still to be lost`);
      }),
    replace: (path, content) => void replaced.set(path, content),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
