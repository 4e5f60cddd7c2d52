/** The API documents in Swagger UI, under `/docs/`. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { LocalService } from './services.ts';

export type Page = (response: ServerResponse) => void | Promise<void>;

export function docsPages(services: LocalService[]): [path: string, page: Page][] {
  const folder = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..');
  const file = (name: string, type: string) => send(type, readFileSync(join(folder, name)));
  return [
    ['/docs', (response) => void response.writeHead(308, { location: '/docs/' }).end()],
    ['/docs/', send('text/html; charset=utf-8', indexPage)],
    ['/docs/docs.js', send('text/javascript', docsScript(services))],
    ['/docs/swagger-ui.css', file('swagger-ui.css', 'text/css')],
    ['/docs/swagger-ui-bundle.js', file('swagger-ui-bundle.js', 'text/javascript')],
    [
      '/docs/swagger-ui-standalone-preset.js',
      file('swagger-ui-standalone-preset.js', 'text/javascript'),
    ],
    ['/docs/favicon.png', file('favicon-32x32.png', 'image/png')],
  ];
}

const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

export function send(type: string, content: string | Buffer): Page {
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
  <link rel="icon" href="favicon.png">
  <link rel="stylesheet" href="swagger-ui.css">
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
    <p>The shop is open, <a href="/">here</a>. This is its API: choose a service above its operations, log in with <code>POST /auth/login</code>
    (the very first user registers with <code>POST /auth/register</code> and is the admin), then press
    <em>Authorize</em> and paste the <code>accessToken</code>.</p>
  </header>
  <div id="docs"></div>
  <script src="swagger-ui-bundle.js"></script>
  <script src="swagger-ui-standalone-preset.js"></script>
  <script src="docs.js"></script>
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
