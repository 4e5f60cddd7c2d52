/** What the kubelet and Prometheus ask: liveness, readiness, metrics. */
import type { RequestListener, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

export interface ProbeOptions {
  registry: Registry;
  /** What does not get on any more, though it should; empty when all is well. */
  stuck(): string[];
  /** What is not there yet; empty when all is. */
  missing(): string[];
  isStopping(): boolean;
}

/**
 * `/healthz` fails when a watch hangs, not when the API server is away: a new process would not find it either, and
 * would begin with a list of everything.
 */
export function createProbes(options: ProbeOptions): RequestListener {
  const { registry, stuck, missing, isStopping } = options;
  return (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/livez' || path === '/healthz') return judge(response, 'stuck', stuck());
    if (path === '/readyz')
      return isStopping()
        ? judge(response, 'stopping', ['operator'])
        : judge(response, 'starting', missing());
    if (path === '/metrics') return void sendMetrics(response, registry);
    send(response, 404, { status: 'unknown' });
  };
}

function judge(response: ServerResponse, trouble: string, names: string[]): void {
  if (names.length === 0) send(response, 200, { status: 'up' });
  else send(response, 503, { status: trouble, [trouble]: names });
}

async function sendMetrics(response: ServerResponse, registry: Registry): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { 'Content-Type': registry.contentType }).end(text);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
