/** Feeds, rules and channels as kinds of the operator: each a controller, and a look at the shops of its own. */
import { resourceTypeOf } from './core-types.ts';
import type { Kind, KindRuntime } from './kind.ts';
import { systemClock } from './kube/clock.ts';
import { type Controller, createController } from './kube/controller.ts';
import { createStatusWriter } from './kube/status-writer.ts';
import { createAlertRuleReconciler } from './reconcilers/alert-rule.ts';
import type { ReconcilerDeps } from './reconcilers/managed-kind.ts';
import { createNotificationChannelReconciler } from './reconcilers/notification-channel.ts';
import { createPriceFeedReconciler } from './reconcilers/price-feed.ts';
import type { Reconciler } from './reconcilers/reconcile-managed.ts';
import { alertRule } from './resources/alert-rule.ts';
import { notificationChannel } from './resources/notification-channel.ts';
import { priceFeed } from './resources/price-feed.ts';
import type { ResourceDefinition } from './resources/resource.ts';
import { createSecretLooks, type SecretLooks, type SecretLooksOptions } from './secret-looks.ts';
import { createShops } from './shops.ts';

/** A shop that is back after a long while is not kept waiting for long. */
const backoff = { baseMs: 500, maxMs: 30_000 };

export const managedKinds: readonly Kind[] = [
  managedKind(priceFeed, createPriceFeedReconciler),
  managedKind(alertRule, createAlertRuleReconciler),
  managedKind(notificationChannel, createNotificationChannelReconciler, createSecretLooks),
];

function managedKind(
  resource: ResourceDefinition,
  create: (deps: ReconcilerDeps) => Reconciler,
  look?: (options: SecretLooksOptions) => SecretLooks,
): Kind {
  return {
    type: resourceTypeOf(resource),
    createController(runtime) {
      const controller = openController(resource, create, runtime);
      const { cluster, log, storeOf } = runtime;
      const store = storeOf(resourceTypeOf(resource));
      const looks = look?.({ cluster, log, store, onChange: controller.enqueue });
      return looks === undefined ? controller : withLooks(controller, looks);
    },
  };
}

function withLooks(controller: Controller, looks: SecretLooks): Controller {
  return {
    enqueue: controller.enqueue,
    start() {
      controller.start();
      looks.start();
    },
    async stop(graceMs) {
      await Promise.all([controller.stop(graceMs), looks.stop()]);
    },
  };
}

function openController(
  resource: ResourceDefinition,
  create: (deps: ReconcilerDeps) => Reconciler,
  runtime: KindRuntime,
): Controller {
  const { cluster, fence, log, metrics, resyncMs, events: recorder } = runtime;
  const { kind, singular } = resource;
  const type = resourceTypeOf(resource);
  const store = runtime.storeOf(type);
  const shops = createShops({
    cluster,
    log,
    mayWrite: fence.isHeld,
    // Changed there by somebody else, or news: the next look corrects the one and tells the other.
    onChange: (managed) => {
      if (managed.kind === kind && store.get(managed.key) !== undefined)
        controller.enqueue(managed.key);
    },
  });
  const fieldManager = `balcao-operator-${singular}`;
  const statusWriter = createStatusWriter({ cluster, type, fieldManager });
  const reconciler = create({ cluster, store, shops, recorder, clock: systemClock });
  const controller = createController({
    ...{ kind, store, statusWriter, log, metrics, resyncMs, backoff },
    ...reconciler,
  });
  return {
    enqueue: controller.enqueue,
    start() {
      controller.start();
      shops.start();
    },
    async stop(graceMs) {
      await controller.stop(graceMs);
      await shops.stop();
    },
  };
}
