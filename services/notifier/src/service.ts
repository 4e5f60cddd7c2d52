/** Notifier: tells people what they should look at, in the inbox and by channels. */

import { prefixes } from '@balcao/contracts/prefixes.ts';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { createAddressGuard } from './address-guard.ts';
import { alertRoutes } from './alert-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { migrations, type NotifierConfig } from './config.ts';
import { notifierConsumers, type OnTold } from './consumers.ts';
import { createDeliveries } from './deliveries.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { dispatch } from './dispatch.ts';
import { createInboxWatch } from './inbox-watch.ts';
import { notificationRoutes } from './notification-routes.ts';
import { repetitionJob } from './repetitions.ts';
import { retentionJob } from './retention.ts';
import { routingRoutes } from './routing-routes.ts';
import { createSecretBox } from './secret-box.ts';

export { migrations, settings } from './config.ts';

const lookMs = 500;

export function start(config: NotifierConfig, deps: Deps): Promise<RunningService> {
  return runService({
    name: 'notifier',
    prefixes: prefixes.notifier,
    description: 'What somebody should look at: an inbox, and channels that it is sent to.',
    migrations,
    config,
    deps,
    wire(base) {
      const { db, metrics, now } = base;
      const box = createSecretBox(config.secretKey);
      const guard = createAddressGuard(config.allowedRanges);
      const watch = createInboxWatch(db);
      const deliveries = createDeliveries(config, { base, box, guard });
      const clock = { now, timeOf: shopClock(config.timeZone) };
      const told = metrics.counter('notifications_total', 'Notifications put into the inbox.', [
        'event',
        'severity',
      ]);
      const onTold: OnTold = async (tx, notifications) => {
        await dispatch(tx, notifications, clock);
        deliveries.sendSoon(tx);
        tx.afterCommit(() => {
          for (const { event, severity } of notifications) told.inc({ event, severity });
          watch.wake();
        });
      };
      return {
        routes: [
          ...notificationRoutes({ db, watch }),
          ...channelRoutes({ db, box, guard, sendSoon: deliveries.sendSoon }),
          ...routingRoutes(db),
          ...deliveryRoutes({ db, sendSoon: deliveries.sendSoon }),
          ...alertRoutes({ db, onTold, token: config.alertmanagerToken }),
        ],
        consumers: notifierConsumers(onTold),
        jobs: [
          { name: 'look into the inbox', everyMs: lookMs, run: watch.look },
          { name: 'send messages', everyMs: lookMs, run: deliveries.look },
          deliveries.countJob,
          repetitionJob({ db, clock, sendSoon: deliveries.sendSoon }),
          retentionJob({ db, days: config.retentionDays }),
        ],
        stop: deliveries.stop,
      };
    },
  });
}
