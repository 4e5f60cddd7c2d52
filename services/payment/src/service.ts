/** Payment: the payments of orders, their provider, webhooks and refunds. */
import { prefixes } from '@balcao/contracts/prefixes.ts';
import { type Deps, type RunningService, runService } from '@balcao/kit/service.ts';
import { createBell } from './bell.ts';
import { measureCalls } from './call-metrics.ts';
import { cardFeesOf, migrations, type PaymentConfig, payeeOf } from './config.ts';
import { paymentConsumers } from './consumers.ts';
import { expirePayments } from './expire-payments.ts';
import { createFollowPayment } from './follow-payment.ts';
import type { Desk } from './move-payments.ts';
import { paymentRoutes } from './payment-routes.ts';
import { paymentStreamRoute } from './payment-stream-route.ts';
import { pixCodeRoute } from './pix-code-route.ts';
import { providerRoutes } from './provider-routes.ts';
import { createProviderWorker } from './provider-worker.ts';
import { reconciliationRoutes } from './reconciliation-routes.ts';
import { createSimulatedProvider, simulatedName } from './simulated-provider.ts';
import { createWebhookSender } from './webhook-sender.ts';

export { migrations, settings } from './config.ts';

const callPollMs = 500;
const expiryPollMs = 500;

export async function start(config: PaymentConfig, deps: Deps): Promise<RunningService> {
  // On port 0 the service knows its own address only once it listens.
  let ownUrl = `http://127.0.0.1:${config.port}`;

  const service = await runService({
    name: 'payment',
    prefixes: prefixes.payment,
    description: 'Payments of orders, webhooks and refunds.',
    migrations,
    config,
    deps,
    wire({ db, outbox, log, metrics, now }) {
      const bell = createBell();
      const simulator = createSimulatedProvider({
        db,
        log,
        lateMs: config.simulatorLateMs,
        payee: payeeOf(config),
        now,
        sendWebhook: createWebhookSender({
          url: () => config.webhookUrl ?? `${ownUrl}/api/v1/payments/webhooks/${simulatedName}`,
          secret: config.webhookSecret,
        }),
      });
      const calls = measureCalls(db, metrics);
      const desk: Desk = {
        outbox,
        bell,
        provider: simulator.name,
        cardFees: cardFeesOf(config),
        now,
        wakeWorker: () =>
          void worker.look().catch((error: unknown) => log.warn({ err: error }, 'calls wait')),
      };
      const worker = createProviderWorker({
        db,
        desk,
        log,
        provider: simulator,
        timeoutMs: config.providerTimeoutMs,
        maxAttempts: config.providerAttempts,
        onCall: calls.count,
      });
      return {
        routes: [
          ...providerRoutes({ db, desk, simulator, webhookSecret: config.webhookSecret }),
          ...reconciliationRoutes({
            db,
            provider: simulator,
            timeZone: config.timeZone,
            timeoutMs: config.providerTimeoutMs,
          }),
          ...paymentRoutes({ db, desk }),
          pixCodeRoute({ db }),
          paymentStreamRoute({ db, follow: createFollowPayment(db, bell) }),
        ],
        consumers: paymentConsumers(desk),
        jobs: [
          { name: 'make provider calls', everyMs: callPollMs, run: worker.look },
          { name: 'expire payments', everyMs: expiryPollMs, run: () => expirePayments(db, desk) },
          calls.job,
        ],
        onStopping: bell.close,
        async stop() {
          await Promise.all([worker.stop(), simulator.stop()]);
        },
      };
    },
  });
  ownUrl = service.url ?? ownUrl;
  return service;
}
