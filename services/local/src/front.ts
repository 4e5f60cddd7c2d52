/** The one port of a local run: the services by their paths, documents, probes, metrics, and for the rest the user interface. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningService } from '@balcao/kit/service.ts';
import { answerUnavailable, type Backend } from './backend.ts';
import { docsPages, type Page, send } from './docs-pages.ts';
import { mergeMetrics } from './merge-metrics.ts';
import type { LocalService } from './services.ts';

export interface Front {
  handle(request: IncomingMessage, response: ServerResponse): void;
  add(backend: Backend): void;
  /** From now on the user interface answers whatever is nobody else's. */
  serveUi(ui: RunningService['handler']): void;
}

/** Until a service's backend is added, its paths answer 503. */
export function createFront(services: LocalService[]): Front {
  const backends = new Map<string, Backend>();
  const known = new Set(services.flatMap(({ prefixes }) => prefixes));
  const pages = createPages(services, backends);
  let serveRest: RunningService['handler'] = answerNotFound;

  return {
    add(backend) {
      for (const prefix of backend.prefixes) backends.set(prefix, backend);
    },
    serveUi(ui) {
      serveRest = ui;
    },
    handle(request, response) {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const prefix = /^\/api\/v1\/([^/]+)/.exec(path)?.[1] ?? '';
      const backend = backends.get(prefix);
      if (backend !== undefined) return backend.handle(request, response);
      if (known.has(prefix)) return answerUnavailable(response);
      const page = pages.get(path);
      if (page !== undefined && request.method === 'GET') return void page(response);
      serveRest(request, response);
    },
  };
}

function answerNotFound(_request: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(404, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify(notFound));
}

const notFound = {
  type: 'urn:balcao:problem:not_found',
  title: 'Not found',
  status: 404,
  detail: 'There is nothing at this address. The API documents are at /docs/.',
  code: 'not_found',
};

function createPages(services: LocalService[], backends: Map<string, Backend>): Map<string, Page> {
  const all = () => [...new Set(backends.values())];
  return new Map<string, Page>([
    ...docsPages(services),
    ['/livez', (response) => sendJson(response, 200, { status: 'up' })],
    ['/readyz', (response) => sendHealth(response, all())],
    ['/health', (response) => sendHealth(response, all())],
    [
      '/metrics',
      async (response) => {
        const texts = await Promise.all(all().map((backend) => backend.metrics().catch(() => '')));
        await send('text/plain; version=0.0.4; charset=utf-8', mergeMetrics(texts))(response);
      },
    ],
  ]);
}

async function sendHealth(response: ServerResponse, backends: Backend[]): Promise<void> {
  const results = await Promise.all(
    backends.map(async (backend) => {
      const health = await backend.health().catch(() => ({ isUp: false, details: 'no answer' }));
      return { name: backend.name, ...health };
    }),
  );
  const isUp = results.length > 0 && results.every((result) => result.isUp);
  sendJson(response, isUp ? 200 : 503, {
    status: isUp ? 'up' : 'down',
    services: Object.fromEntries(results.map(({ name, details }) => [name, details])),
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
