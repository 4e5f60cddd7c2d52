/** Where the front sends a service's requests: to the service in this process, or to its own process. */
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { RunningService } from '@balcao/kit/service.ts';

export interface Backend {
  name: string;
  prefixes: readonly string[];
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Whether it can do its work, and the details of that. */
  health(): Promise<{ isUp: boolean; details: unknown }>;
  /** In the Prometheus text format. */
  metrics(): Promise<string>;
}

export function inProcess(service: RunningService): Backend {
  return {
    name: service.name,
    prefixes: service.prefixes,
    handle: service.handler,
    async health() {
      const details = await service.health();
      return { isUp: details.status !== 'down', details };
    },
    metrics: () => service.metrics.registry.metrics(),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Forwards to another process on this machine; while that is away, the answer is 503. */
export function forwardTo(
  { name, prefixes }: { name: string; prefixes: readonly string[] },
  url: () => string | undefined,
): Backend {
  const read = async (path: string) => {
    const base = url();
    if (base === undefined) throw new Error(`${name} is not running at the moment`);
    return fetch(new URL(path, base), { signal: AbortSignal.timeout(3_000) });
  };
  return {
    name,
    prefixes,
    handle(incoming, response) {
      const base = url();
      if (base === undefined) answerUnavailable(response);
      else forward(incoming, response, base);
    },
    async health() {
      const response = await read('/readyz');
      return { isUp: response.ok, details: await response.json() };
    },
    async metrics() {
      return (await read('/metrics')).text();
    },
  };
}

function forward(incoming: IncomingMessage, response: ServerResponse, base: string): void {
  const { method, url: path, headers } = incoming;
  const outgoing = request(base, { method, path, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', () => {
    if (response.headersSent) response.destroy();
    else answerUnavailable(response);
  });
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** 503 in the form of every other problem. */
export function answerUnavailable(response: ServerResponse): void {
  const body = {
    type: 'urn:balcao:problem:unavailable',
    title: 'Not available at the moment',
    status: 503,
    detail: 'This service is not running at the moment. Try again.',
    code: 'unavailable',
  };
  response
    .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' })
    .end(JSON.stringify(body));
}
