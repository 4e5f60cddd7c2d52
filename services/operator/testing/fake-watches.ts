/** The watches of the fake API server, and the ways in which they end or do not. */
import type { ServerResponse } from 'node:http';
import type { FakeObjects, Happening, Target } from './fake-objects.ts';
import { Refusal, statusOf } from './refusal.ts';

export interface WatchRequest {
  target: Target;
  query: Record<string, string>;
}

interface OpenWatch extends WatchRequest {
  response: ServerResponse;
  isSilent: boolean;
}

export type FakeWatches = ReturnType<typeof createFakeWatches>;

export function createFakeWatches(objects: FakeObjects) {
  const open = new Set<OpenWatch>();
  /** What waits for its head. */
  let held: (() => void)[] | undefined;

  function tell(watch: OpenWatch, { version, type, collection, object }: Happening): void {
    const { target, query, response, isSilent } = watch;
    if (isSilent || collection !== target.collection) return;
    if (target.namespace !== undefined && object.metadata.namespace !== target.namespace) return;
    if (version <= Number(query.resourceVersion)) return;
    write(response, { type, object });
  }

  function begin(response: ServerResponse, request: WatchRequest, from: number): void {
    if (response.destroyed) return;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
    response.flushHeaders();
    const watch = { ...request, response, isSilent: false };
    open.add(watch);
    response.once('close', () => open.delete(watch));
    // A version that was compacted is answered 200, and told in the stream.
    if (from < objects.compactedTo()) {
      const expired = { status: 410, reason: 'Expired', message: 'too old resource version' };
      write(response, { type: 'ERROR', object: statusOf(expired) });
      return void response.end();
    }
    for (const happening of objects.history) tell(watch, happening);
    const seconds = Number(request.query.timeoutSeconds ?? 3_600);
    const timer = setTimeout(() => response.end(), seconds * 1000);
    response.once('close', () => clearTimeout(timer));
  }

  objects.onHappening((happening) => {
    for (const watch of open) tell(watch, happening);
  });

  const forEach = (act: (watch: OpenWatch) => void): void => {
    for (const watch of [...open]) act(watch);
  };

  return {
    count: () => open.size,
    open(response: ServerResponse, request: WatchRequest): void {
      const from = Number(request.query.resourceVersion);
      if (from > objects.version())
        throw new Refusal({
          status: 504,
          reason: 'Timeout',
          causes: ['ResourceVersionTooLarge'],
          retryAfterSeconds: 0,
        });
      if (held !== undefined) return void held.push(() => begin(response, request, from));
      begin(response, request, from);
    },
    /** As when a router forgets the connection: nothing more comes, nothing is closed. */
    silence: () =>
      forEach((watch) => {
        watch.isSilent = true;
      }),
    /** As when the other side is reset. */
    cut: () => forEach(({ response }) => response.destroy()),
    /** As the server ends a watch after its time. */
    end: () => forEach(({ response }) => response.end()),
    /** Whatever text, as it is. */
    say: (text: string) => forEach(({ response }) => response.write(text)),
    bookmark: () =>
      forEach(({ response, query }) => {
        if (query.allowWatchBookmarks !== 'true') return;
        const metadata = { resourceVersion: String(objects.version()) };
        write(response, { type: 'BOOKMARK', object: { kind: 'Bookmark', metadata } });
      }),
    /** Requests for a watch are taken and get no head, until `release`. */
    hold: () => {
      held = [];
    },
    release: () => {
      for (const open of held ?? []) open();
      held = undefined;
    },
    forget: () => open.clear(),
  };
}

const write = (response: ServerResponse, event: object): void =>
  void response.write(`${JSON.stringify(event)}\n`);
