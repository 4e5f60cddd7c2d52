/** A route that goes on telling what happens, as server-sent events. */
import type { z } from 'zod';
import type { Events } from './event-streams.ts';
import { type Request, type Route, type RouteSpec, readRoute, type Schema } from './route.ts';

export interface StreamSpec<P extends Schema, Q extends Schema>
  extends Omit<RouteSpec<P, Q, undefined>, 'method' | 'body' | 'answers'> {
  /** Name of the event → schema of its data. */
  events: Record<string, z.ZodType>;
}

/** `open` throws what the caller is answered instead of a stream: no such thing, not allowed. */
export function streamRoute<P extends Schema, Q extends Schema>(
  spec: StreamSpec<P, Q>,
  open: (request: Request<P, Q, undefined>) => Promise<Events>,
): Route {
  return readRoute(
    { ...spec, method: 'get', answers: { 200: 'text/event-stream' } },
    async (request) => ({ status: 200, events: await open(request) }),
  );
}
