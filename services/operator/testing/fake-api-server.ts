/** An API server on a port of this machine that behaves as the real one does, and fails in its ways when it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';
import { kubeObject } from '../src/kube/kube-object.ts';
import { createFakeObjects, type FakeObjects, type Target } from './fake-objects.ts';
import { createFakeWatches, type FakeWatches } from './fake-watches.ts';
import { isSelected } from './is-selected.ts';
import { Refusal, type RefusalFields, statusOf } from './refusal.ts';

export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  contentType: string | undefined;
  isWatch: boolean;
}

/** What happens to a request instead of an answer: nothing for ever, half an answer, or a broken connection. */
export type Fault = RefusalFields | 'hang' | 'half' | 'cut';

export interface FakeApiServer {
  url: string;
  objects: FakeObjects;
  watches: FakeWatches;
  /** Every request, in the order in which they came. */
  asked: Asked[];
  /** The next `times` requests that fit end like that. */
  fail(fault: Fault, when?: (asked: Asked) => boolean, times?: number): void;
  /** Connections that are open. */
  connections(): number;
  /** How many were ever opened. */
  connectionsOpened(): number;
  kubeConfig(): KubeConfig;
  /** As `kill -9`: every connection breaks and the port is closed. What was stored is there after a `restart`. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export async function startFakeApiServer(): Promise<FakeApiServer> {
  const objects = createFakeObjects();
  const watches = createFakeWatches(objects);
  const asked: Asked[] = [];
  const faults: { fault: Fault; when: (asked: Asked) => boolean; times: number }[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  let server = createServer(answer);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      contentType: request.headers['content-type'],
      isWatch: url.searchParams.get('watch') === 'true',
    };
    asked.push(one);
    const due = faults.find(({ when, times }) => times > 0 && when(one));
    if (due !== undefined) {
      due.times -= 1;
      return fail(response, due.fault);
    }
    try {
      const target = targetOf(url.pathname);
      if (one.isWatch) return watches.open(response, { target, query: one.query });
      send(response, one.method === 'POST' ? 201 : 200, await serve(objects, one, target, request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fail(response, error.fields);
    }
  }

  async function listen(port: number): Promise<void> {
    server.on('connection', (socket) => {
      opened += 1;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    objects,
    watches,
    asked,
    fail: (fault, when = () => true, times = 1) => void faults.push({ fault, when, times }),
    connections: () => sockets.size,
    connectionsOpened: () => opened,
    kubeConfig() {
      const config = new KubeConfig();
      // client-node refuses plain HTTP unless it is told not to verify.
      const cluster = { name: 'fake', server: url, skipTLSVerify: true };
      config.loadFromClusterAndUser(cluster, { name: 'tester', token: 'a-token' });
      return config;
    },
    async kill() {
      const closed = new Promise((resolve) => server.close(resolve));
      watches.forget();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    async restart() {
      server = createServer(answer);
      await listen(port);
    },
  };
}

function targetOf(path: string): Target {
  const match =
    /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(\/status)?$/.exec(
      path,
    );
  if (match === null) throw new Refusal({ status: 404, reason: 'NotFound' });
  const [, root, namespace, plural, name, status] = match;
  return { collection: `${root}/${plural}`, namespace, name, isStatus: status !== undefined };
}

async function serve(
  objects: FakeObjects,
  { method, query, contentType }: Asked,
  target: Target,
  request: IncomingMessage,
): Promise<unknown> {
  if (method === 'GET' && target.name !== undefined) return objects.get(target);
  if (method === 'GET') {
    const limit = query.limit === undefined ? undefined : Number(query.limit);
    const page = objects.page(target, { limit, next: query.continue });
    return { ...page, items: page.items.filter((one) => isSelected(one, query.labelSelector)) };
  }
  const body: unknown = await json(request).catch(() => undefined);
  if (method === 'DELETE') return objects.delete(target, preconditionsOf(body));
  const object = kubeObject.parse(body);
  if (method === 'POST') return objects.create(target, object);
  if (method === 'PUT') return objects.update(target, object);
  if (contentType !== 'application/apply-patch+yaml')
    throw new Refusal({ status: 415, reason: 'UnsupportedMediaType' });
  if (query.fieldManager === undefined)
    throw new Refusal({ status: 400, reason: 'BadRequest', message: 'fieldManager is required' });
  return objects.apply(target, object, {
    manager: query.fieldManager,
    isForced: query.force === 'true',
  });
}

function preconditionsOf(body: unknown): { uid?: string; resourceVersion?: string } {
  return typeof body === 'object' && body !== null && 'preconditions' in body
    ? (body.preconditions ?? {})
    : {};
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault === 'hang') return;
  if (fault === 'cut') return void response.destroy();
  if (fault === 'half') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 10_000 });
    response.write('{"kind":"List","items":[{"metadata":{"na');
    return void setImmediate(() => response.destroy());
  }
  if (fault.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(fault.retryAfterSeconds));
  send(response, fault.status, statusOf(fault));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
