/** Notifier: tells people what they should look at. */
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import type { NotifierConfig } from './config.ts';
import { notifierConsumers } from './consumers.ts';
import { createInboxWatch } from './inbox-watch.ts';
import { notificationRoutes } from './notification-routes.ts';

export { settings } from './config.ts';

export const migrations = new URL('../migrations/', import.meta.url);

const lookMs = 500;

export function start(config: NotifierConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'notifier',
    prefixes: prefixes.notifier,
    description: 'The inbox: what happened in the shop that somebody should look at.',
    migrations,
    config,
    deps,
    wire({ db, metrics }) {
      const watch = createInboxWatch(db);
      const told = metrics.counter('notifications_total', 'Notifications put into the inbox.', [
        'event',
        'severity',
      ]);
      return {
        routes: notificationRoutes({ db, watch }),
        consumers: notifierConsumers((tx, notifications) =>
          tx.afterCommit(() => {
            for (const { event, severity } of notifications) told.inc({ event, severity });
            watch.wake();
          }),
        ),
        jobs: [{ name: 'look into the inbox', everyMs: lookMs, run: watch.look }],
      };
    },
  });
}
