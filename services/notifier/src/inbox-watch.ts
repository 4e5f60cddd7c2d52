/** Follows the inbox for those who look on, whichever replica puts something into it. */
import type { NotificationEvent } from '@balcao/contracts/api/notifications.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Placed, readAfter, readNewestPlace } from './notification-store.ts';

export interface InboxWatch {
  /** What comes after a place, until the signal is aborted. */
  follow(
    from: { after: number; events: NotificationEvent[] },
    signal: AbortSignal,
  ): AsyncGenerator<Placed>;
  /** Looks whether another replica has put something in: one small query for all who follow. */
  look(): Promise<void>;
  /** Says that something was put in. */
  wake(): void;
}

const batch = 100;

export function createInboxWatch(db: Database): InboxWatch {
  const sleepers = new Set<() => void>();
  let followers = 0;
  let newest = 0;
  let news = 0;

  function wake(): void {
    news += 1;
    for (const rise of [...sleepers]) rise();
  }

  /** Resolves when there is news since `seen`, or at the end. */
  function nextNews(seen: number, signal: AbortSignal): Promise<void> {
    if (news !== seen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      function rise() {
        sleepers.delete(rise);
        signal.removeEventListener('abort', rise);
        resolve();
      }
      sleepers.add(rise);
      signal.addEventListener('abort', rise, { once: true });
    });
  }

  return {
    wake,
    async look() {
      if (followers === 0) return;
      const place = await readNewestPlace(db);
      if (place === newest) return;
      newest = place;
      wake();
    },
    async *follow({ after, events }, signal) {
      followers += 1;
      try {
        for (let place = after; !signal.aborted; ) {
          const seen = news;
          const found = await readAfter(db, { after: place, limit: batch });
          for (const one of found) {
            if (events.includes(one.event)) yield one;
            // What the follower may not see is passed too, and not read again with each piece of news.
            place = one.seq;
          }
          if (found.length === 0) await nextNews(seen, signal);
        }
      } finally {
        followers -= 1;
      }
    },
  };
}
