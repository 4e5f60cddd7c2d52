/** The port of a service: open from the first moment, it says that the service is starting until the app takes over. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Problem } from '../problem.ts';
import { problemDocument } from './errors.ts';
import { preferredLanguage } from './prefer-language.ts';
import { listen } from './server.ts';

export interface FrontDoor {
  url: string;
  /** From now on the app answers, on the same connections. */
  handOver(app: RequestListener): void;
  /** Drains; safe to call twice. */
  stop(): Promise<void>;
}

export async function openFrontDoor(port: number): Promise<FrontDoor> {
  let handler: RequestListener = answerStarting;
  const server = await listen((request, response) => handler(request, response), { port });
  return {
    url: server.url,
    handOver(app) {
      handler = app;
    },
    stop: server.stop,
  };
}

/** Alive, so that nobody restarts what only waits for its database, and not ready. */
function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url?.split('?', 1)[0];
  if (path === '/livez') answer(response, { status: 200, body: { status: 'up' } });
  else if (path === '/readyz' || path === '/health')
    answer(response, { status: 503, body: { status: 'starting', dependencies: {} } });
  else refuse(request, response);
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const language = preferredLanguage(request);
  const problem = new Problem('unavailable', 'This service is starting. Try again.', {
    pt: 'Este serviço está iniciando. Tente de novo.',
  });
  const traceId = randomBytes(16).toString('hex');
  response.setHeader('X-Trace-Id', traceId).setHeader('Retry-After', '1');
  response.setHeader('Content-Language', language);
  answer(response, {
    status: problem.status,
    type: 'application/problem+json',
    body: problemDocument(problem, traceId, language),
  });
}

function answer(
  response: ServerResponse,
  { status, body, type = 'application/json' }: { status: number; body: object; type?: string },
): void {
  response
    .writeHead(status, { 'Content-Type': `${type}; charset=utf-8` })
    .end(JSON.stringify(body));
}
