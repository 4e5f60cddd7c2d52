/** The one port of a local run: the services by their paths, the API documents at `/`, probes and metrics. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answerUnavailable, type Backend } from './backend.ts';
import { mergeMetrics } from './merge-metrics.ts';
import type { LocalService } from './services.ts';

export interface Front {
  handle(request: IncomingMessage, response: ServerResponse): void;
  add(backend: Backend): void;
}

/** Until a service's backend is added, its paths answer 503. */
export function createFront(services: LocalService[]): Front {
  const backends = new Map<string, Backend>();
  const known = new Set(services.flatMap(({ prefixes }) => prefixes));
  const pages = createPages(services, backends);

  return {
    add(backend) {
      for (const prefix of backend.prefixes) backends.set(prefix, backend);
    },
    handle(request, response) {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const prefix = /^\/api\/v1\/([^/]+)/.exec(path)?.[1] ?? '';
      const backend = backends.get(prefix);
      if (backend !== undefined) return backend.handle(request, response);
      if (known.has(prefix)) return answerUnavailable(response);
      const page = pages.get(path);
      if (page !== undefined && request.method === 'GET') return void page(response);
      response
        .writeHead(404, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify(notFound));
    },
  };
}

const notFound = {
  type: 'urn:balcao:problem:not_found',
  title: 'Not found',
  status: 404,
  detail: 'There is nothing at this address. The API documents are at /.',
  code: 'not_found',
};

type Page = (response: ServerResponse) => void | Promise<void>;

function createPages(services: LocalService[], backends: Map<string, Backend>): Map<string, Page> {
  const folder = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..');
  const file = (name: string, type: string): Page => {
    const content = readFileSync(join(folder, name));
    return send(type, content);
  };
  const all = () => [...new Set(backends.values())];
  return new Map<string, Page>([
    ['/', send('text/html; charset=utf-8', indexPage)],
    ['/docs.js', send('text/javascript', docsScript(services))],
    ['/swagger-ui.css', file('swagger-ui.css', 'text/css')],
    ['/swagger-ui-bundle.js', file('swagger-ui-bundle.js', 'text/javascript')],
    [
      '/swagger-ui-standalone-preset.js',
      file('swagger-ui-standalone-preset.js', 'text/javascript'),
    ],
    ['/favicon.ico', file('favicon-32x32.png', 'image/png')],
    ['/livez', (response) => sendJson(response, 200, { status: 'up' })],
    ['/readyz', (response) => sendHealth(response, all())],
    ['/health', (response) => sendHealth(response, all())],
    [
      '/metrics',
      async (response) => {
        const texts = await Promise.all(all().map((backend) => backend.metrics().catch(() => '')));
        send('text/plain; version=0.0.4; charset=utf-8', mergeMetrics(texts))(response);
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

const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

function send(type: string, content: string | Buffer): (response: ServerResponse) => void {
  return (response) => {
    response
      .writeHead(200, { 'content-type': type, 'content-security-policy': policy })
      .end(content);
  };
}

const indexPage = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Balcão: the API</title>
  <link rel="stylesheet" href="/swagger-ui.css">
  <style>
    body { margin: 0; font-family: system-ui, sans-serif; }
    header { padding: 1.5rem 20px; max-width: 1460px; margin: 0 auto; box-sizing: border-box; }
    h1 { margin: 0 0 .25rem; font-size: 28px; }
    code { background: #f2f2f2; padding: 1px 4px; border-radius: 4px; }
  </style>
</head>
<body>
  <header>
    <h1>Balcão</h1>
    <p>The shop is open. Choose a service above its operations, log in with <code>POST /auth/login</code>
    (the very first user registers with <code>POST /auth/register</code> and is the admin), then press
    <em>Authorize</em> and paste the <code>accessToken</code>.</p>
  </header>
  <div id="docs"></div>
  <script src="/swagger-ui-bundle.js"></script>
  <script src="/swagger-ui-standalone-preset.js"></script>
  <script src="/docs.js"></script>
</body>
</html>
`;

function docsScript(services: LocalService[]): string {
  const urls = services.map(({ name, prefixes }) => ({
    name,
    url: `/api/v1/${prefixes[0]}/openapi.json`,
  }));
  return `SwaggerUIBundle({
  dom_id: '#docs',
  urls: ${JSON.stringify(urls)},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  persistAuthorization: true,
  validatorUrl: null,
});
`;
}
