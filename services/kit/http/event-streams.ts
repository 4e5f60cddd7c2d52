/** Server-sent events: sends what a route tells for as long as its caller listens, and lets go of all when the service stops. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Problem } from '../problem.ts';

export interface StreamEvent {
  event: string;
  /** What `Last-Event-ID` names when the caller comes back. */
  id?: string;
  /** Sent as JSON. */
  data: unknown;
}

/** What is told; it must end when the signal is aborted. It is asked for more only when the caller has room. */
export type Events = (signal: AbortSignal) => AsyncIterable<StreamEvent>;

export interface Stream {
  events: Events;
  /** Whether the caller may still listen: asked at each heartbeat. */
  isAllowed: () => Promise<boolean>;
}

export interface EventStreams {
  /** Resolves when the stream has ended. Throws `unavailable` when too many are open. */
  send(response: ServerResponse, stream: Stream): Promise<void>;
  /** Ends all streams, and each that begins from now on: their callers come back, to another replica. */
  close(): void;
}

const retryAfterSeconds = 5;
/** How long a caller waits before it comes back. */
const hello = 'retry: 1000\n\n';
const heartbeat = ':\n\n';

export function createEventStreams({ maxOpen = 500, heartbeatMs = 15_000 } = {}): EventStreams {
  const open = new Set<AbortController>();
  let isClosed = false;

  return {
    async send(response, { events, isAllowed }) {
      if (open.size >= maxOpen) {
        const detail = 'Too many streams are open here. Try again.';
        const pt = 'Há transmissões demais abertas aqui. Tente de novo.';
        throw new Problem('unavailable', detail, { pt, retryAfterSeconds });
      }
      const ending = new AbortController();
      const { signal } = ending;
      const end = () => ending.abort();
      open.add(ending);
      signal.addEventListener('abort', () => finish(response), { once: true });
      response.once('close', end);
      const beat = setInterval(async () => {
        // Who has not taken the last words by now never will.
        if (response.writableNeedDrain) response.destroy();
        else if (await isAllowed()) put(response, heartbeat);
        else end();
      }, heartbeatMs);
      try {
        begin(response);
        // Who has left while the stream was opened says so no more.
        if (isClosed || response.destroyed || response.req.method === 'HEAD') return;
        await pour(events(signal), response, signal);
      } catch (error) {
        // Cut off, not ended: a failure looks like one.
        response.destroy();
        throw error;
      } finally {
        clearInterval(beat);
        open.delete(ending);
        end();
      }
    },
    close() {
      isClosed = true;
      for (const ending of open) ending.abort();
    },
  };
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    // NGINX would collect the events.
    'X-Accel-Buffering': 'no',
  });
  put(response, hello);
}

async function pour(
  events: AsyncIterable<StreamEvent>,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  for await (const { event, id, data } of events) {
    const name = id === undefined ? '' : `id: ${id}\n`;
    put(response, `${name}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    // An end in the meantime is no failure.
    if (response.writableNeedDrain)
      await once(response, 'drain', { signal }).catch(() => undefined);
  }
}

function put(response: ServerResponse, text: string): void {
  if (!response.writableEnded && !response.destroyed) response.write(text);
}

/** Ends cleanly, and waits for nobody who does not read. */
function finish(response: ServerResponse): void {
  if (response.writableNeedDrain) response.destroy();
  else response.end();
}
