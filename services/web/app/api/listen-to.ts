/** Server-sent events over fetch, since EventSource sends no token. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { currentLanguage } from '../i18n/language.ts';
import { accessTokenFor } from '../session/session.ts';
import { problemOf } from './api-problem.ts';

/** A service says something at least every 15 seconds: a connection that is silent for longer is dead. */
const silenceMs = 45_000;

interface Listening {
  signal: AbortSignal;
  /** Of the last event that was heard, where one comes back. */
  lastId?: string | undefined;
}

/** Resolves when the stream ends. Throws ApiProblem where it does not begin, and what the network says. */
export async function listenTo(
  path: string,
  { signal, lastId }: Listening,
  onEvent: (event: EventSourceMessage) => void,
): Promise<void> {
  const silence = new AbortController();
  const token = await accessTokenFor(signal);
  const headers = new Headers({
    authorization: `Bearer ${token}`,
    accept: 'text/event-stream',
    'accept-language': currentLanguage(),
  });
  if (lastId !== undefined) headers.set('last-event-id', lastId);
  const either = AbortSignal.any([signal, silence.signal]);
  const response = await fetch(path, { headers, signal: either });
  if (!response.ok || response.body === null) {
    throw problemOf(await response.json().catch(() => undefined), response);
  }
  const parser = createParser({ onEvent });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const timer = setTimeout(() => silence.abort(), silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      parser.feed(value);
    }
  } finally {
    // Where an event cannot be read, nobody hears the rest; where the stream has ended or failed, this is nothing.
    reader.cancel().catch(() => undefined);
  }
}
