/** What comes into the inbox, as it comes: server-sent events over fetch, since EventSource sends no token. */
import { type Notification, notification } from '@balcao/contracts/api/notifications.ts';
import { createParser } from 'eventsource-parser';
import { problemOf } from '../api/api-problem.ts';
import { accessTokenFor } from '../session/session.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** The service says something at least every 15 seconds: a connection that is silent for longer is dead. */
const silenceMs = 45_000;

/** Listens until the signal is aborted, comes back after a failure, and misses nothing in between. */
export async function followInbox(
  onNotification: (notification: Notification) => void,
  signal: AbortSignal,
): Promise<void> {
  let lastId: string | undefined;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    try {
      await listen({ lastId, signal }, (id, told) => {
        lastId = id;
        pauseMs = firstPauseMs;
        onNotification(told);
      });
    } catch {
      // The network, a restart, a session that has to be renewed: all of them are answered by coming back.
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

interface Listening {
  lastId: string | undefined;
  signal: AbortSignal;
}

type OnTold = (id: string | undefined, told: Notification) => void;

async function listen({ lastId, signal }: Listening, onTold: OnTold): Promise<void> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  const token = await accessTokenFor(signal);
  const headers = new Headers({ authorization: `Bearer ${token}`, accept: 'text/event-stream' });
  if (lastId !== undefined) headers.set('last-event-id', lastId);
  const response = await fetch('/api/v1/notifications/stream', { headers, signal: either });
  if (!response.ok || response.body === null) throw problemOf(undefined, response);
  const parser = createParser({
    onEvent: ({ id, data }) => onTold(id, notification.parse(JSON.parse(data))),
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const timer = setTimeout(() => silence.abort(), silenceMs);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    parser.feed(value);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
