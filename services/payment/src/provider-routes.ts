/** HTTP of the providers: their webhooks, and the simulated one's controls. */
import {
  payment as paymentAnswer,
  simulateRequest,
  simulatorRequest,
  simulatorResponse,
  webhookParams,
  webhookRequest,
  webhookResponse,
} from '@balcao/contracts/api/payment.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { readPayment } from './await-payment.ts';
import type { Desk } from './move-payments.ts';
import { paymentView } from './payment.ts';
import { receiveWebhook } from './settle-payment.ts';
import { requireSignature, signatureHeader } from './signature.ts';
import type { SimulatedProvider } from './simulated-provider.ts';
import { readFault, saveFault } from './simulator-store.ts';

export interface ProviderRouteDeps {
  db: Database;
  desk: Desk;
  simulator: SimulatedProvider;
  webhookSecret: string;
}

export function providerRoutes(deps: ProviderRouteDeps): Route[] {
  return [webhookRoute(deps), playRoute(deps), ...faultRoutes(deps.db)];
}

/** A provider sends no Idempotency-Key: its event id is one. */
function webhookRoute({ db, desk, webhookSecret }: ProviderRouteDeps): Route {
  const route = readRoute(
    {
      method: 'post',
      path: '/payments/webhooks/:provider',
      summary: `What a provider reports, signed in the header ${signatureHeader}.`,
      access: 'public',
      params: webhookParams,
      body: webhookRequest,
      answers: { 200: webhookResponse },
      problems: ['invalid_signature', 'not_found'],
    },
    async (request) => {
      const { provider } = request.params;
      const report = { provider, webhook: request.body, cause: request };
      return { status: 200, body: await db.transaction((tx) => receiveWebhook(tx, desk, report)) };
    },
  );
  return {
    ...route,
    mount(database) {
      const run = route.mount(database);
      return async (raw) => {
        // Before anything is parsed: a stranger learns nothing about what would be accepted.
        const message = {
          header: raw.header(signatureHeader),
          body: raw.rawBody ?? Buffer.alloc(0),
        };
        requireSignature(message, webhookSecret, Date.now());
        return run(raw);
      };
    },
  };
}

/** The webhook goes out after the commit, over HTTP, and comes back in as any other. */
function playRoute({ db, simulator }: ProviderRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/payments/:id/simulate',
      summary: 'Plays the customer of the simulated provider.',
      access: 'payments:simulate',
      params: idParams,
      body: simulateRequest,
      answers: { 200: paymentAnswer },
      problems: ['not_found', 'conflict'],
    },
    async (tx, { params: { id } }) => {
      const payment = await readPayment(tx, id);
      if (payment.provider === simulator.name) return { status: 200, body: paymentView(payment) };
      throw new Problem('conflict', 'This payment is not with the simulated provider.');
    },
    async (reply, { params: { id }, body: { outcome } }) => {
      await simulator.play(id, outcome).catch((cause: unknown) => {
        throw new Problem('unavailable', 'The webhook could not be delivered. Try again.', {
          cause,
        });
      });
      return { ...reply, body: paymentView(await readPayment(db, id)) };
    },
  );
}

function faultRoutes(db: Database): Route[] {
  const shared = {
    path: '/payments/simulator',
    access: 'payments:configure',
    answers: { 200: simulatorResponse },
  } as const;
  return [
    readRoute(
      { ...shared, method: 'get', summary: 'The fault that the simulated provider plays.' },
      async () => ({ status: 200, body: { fault: await readFault(db) } }),
    ),
    writeRoute(
      {
        ...shared,
        method: 'put',
        summary: 'Switches a fault of the simulated provider on, or off by null.',
        body: simulatorRequest,
      },
      async (tx, { body: { fault } }) => {
        await saveFault(tx, fault);
        return { status: 200, body: { fault } };
      },
    ),
  ];
}
