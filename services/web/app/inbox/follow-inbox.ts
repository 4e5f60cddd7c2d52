/** What comes into the inbox, as it comes. */
import { type Notification, notification } from '@balcao/contracts/api/notifications.ts';
import { listenTo } from '../api/listen-to.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Listens until the signal is aborted, comes back after a failure, and misses nothing in between. */
export async function followInbox(
  onNotification: (notification: Notification) => void,
  signal: AbortSignal,
): Promise<void> {
  let lastId: string | undefined;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    try {
      await listenTo('/api/v1/notifications/stream', { lastId, signal }, ({ id, data }) => {
        const told = notification.parse(JSON.parse(data));
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

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
