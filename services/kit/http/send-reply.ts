/** Sends what a route answers, held against what the route documents. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type express from 'express';
import type { Logger } from '../log.ts';
import type { StreamEvent } from './event-streams.ts';
import type { AnyRouteSpec, Reply } from './route.ts';

const hungUp = 'ERR_STREAM_PREMATURE_CLOSE';

export interface Documented {
  spec: AnyRouteSpec;
  log: Logger;
  /** Answers that do not fit their schema fail (tests) instead of being logged. */
  hasStrictAnswers: boolean;
}

export function sendReply(
  response: express.Response,
  { status, headers = {}, cookies = [], body }: Reply,
  documented: Documented,
): void {
  check(body, documented.spec.answers[status], { ...documented, what: String(status) });
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.set(name, value);
  for (const cookie of cookies) response.append('Set-Cookie', cookie);
  if (body === undefined) response.end();
  else if (Buffer.isBuffer(body) || typeof body === 'string') response.send(body);
  else response.json(body);
}

/** Sends text as it is made, no faster than it is read. Who hangs up ends it; a failure cuts it short. */
export async function sendText(
  response: express.Response,
  { status, headers = {}, text }: Reply & { text: AsyncIterable<string> },
): Promise<void> {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.set(name, value);
  try {
    await pipeline(Readable.from(text, { objectMode: false }), response);
  } catch (error) {
    const isHungUp = error instanceof Error && 'code' in error && error.code === hungUp;
    if (!isHungUp) throw error;
  }
}

/** Passes on the events of a stream. */
export async function* checkEvents(
  events: AsyncIterable<StreamEvent>,
  documented: Documented,
): AsyncGenerator<StreamEvent> {
  for await (const item of events) {
    const { event, data } = item;
    check(data, documented.spec.events?.[event], { ...documented, what: event });
    yield item;
  }
}

function check(
  value: unknown,
  schema: AnyRouteSpec['answers'][number] | undefined,
  { spec, log, hasStrictAnswers, what }: Documented & { what: string },
): void {
  if (schema === null || typeof schema === 'string' || isMediaTypes(schema)) return;
  const error = schema === undefined ? 'undocumented' : schema.safeParse(value).error;
  if (error === undefined) return;
  log.error({ err: error, path: spec.path, what }, 'an answer is not as documented');
  if (hasStrictAnswers) throw new Error(`undocumented answer: ${String(error)}`);
}

function isMediaTypes(
  schema: AnyRouteSpec['answers'][number] | undefined,
): schema is readonly string[] {
  return Array.isArray(schema);
}
