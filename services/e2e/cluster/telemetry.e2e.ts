/** One sale can be followed from the ingress to the ledger, and everything that is watched is there to be seen. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { readEvents } from '@balcao/kit/testing/event-reader.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { chart } from '../test/observability/chart-files.ts';
import { checkQueries } from '../test/observability/check-queries.ts';
import { keptRule } from '../test/observability/kept-rule.ts';
import { namespace, release, shopUrl } from './installation.ts';
import { command } from './kubectl.ts';
import { withForwardedPort } from './port-forward.ts';
import { openShop, priceMinor, stockUp } from './shop.ts';
import { readValue, stackPort, textOf } from './stack.ts';

/** What all collectors have told on their standard output since a moment; less where their files were rotated. */
function collected(since: Date): Promise<string> {
  const selector = `app.kubernetes.io/name=collector,app.kubernetes.io/instance=${release}`;
  const where = ['-n', `${namespace}-observability`, '-l', selector];
  const all = [`--since-time=${since.toISOString()}`, '--tail=-1', '--prefix=false'];
  return command('kubectl', ['logs', ...where, ...all]);
}

/** The blocks of a collector's output that name the trace: spans, or records of logs, each after who sent it. */
function blocksOf(output: string, traceId: string): string[] {
  let resource = '';
  const found: string[] = [];
  for (const block of output.split(/(?=^(?:Span|LogRecord) #|^Resource)/m)) {
    if (block.startsWith('Resource')) resource = block;
    else if (block.includes(traceId)) found.push(`${block}\n${resource}`);
  }
  return found;
}

/** The service that sent a block, by its resource. */
const senderOf = (block: string) => /service\.name: Str\((?:balcao-)?([\w-]+)\)/.exec(block)?.[1];

/** The way of a sale from the ingress to the ledger. */
const followed: readonly [service: string, name: string][] = [
  ['sales', 'POST /api/v1/orders'],
  ['inventory', 'process order.placed'],
  ['sales', 'process stock.reserved'],
  ['inventory', 'process sale.completed'],
  ['payment', 'process sale.completed'],
  ['finance', 'process sale.completed'],
  ['finance', 'process stock.changed'],
];

describe('a sale with a trace', function () {
  this.timeout(240_000);

  it('is one trace from the ingress to the ledger, and its log lines are found by the trace', async () => {
    const { admin } = await openShop();
    const productId = await stockUp(admin);
    const startedAt = new Date();
    const traceId = randomBytes(16).toString('hex');
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    const order = {
      id: randomUUID(),
      lines: [{ productId, quantityMilli: 1000 }],
      payments: [{ method: 'cash', amountMinor: priceMinor, tenderedMinor: priceMinor }],
    };
    const { status } = await admin.post('/orders', order, {
      traceparent,
      'idempotency-key': order.id,
    });
    assert.equal(status, 201);
    // Kept from look to look: after a load the collectors' files are rotated quickly.
    const seen: string[] = [];
    await eventually(async () => {
      seen.push(...blocksOf(await collected(startedAt), traceId));
      const spans = seen.filter((block) => block.startsWith('Span #'));
      for (const [service, name] of followed) {
        const isIt = (block: string) => senderOf(block) === service && block.includes(name);
        assert.ok(spans.some(isIt), `the span ${name} of ${service}`);
      }
      const lines = seen.filter((block) => block.startsWith('LogRecord #'));
      const logs = lines.filter((block) => /k8s\.pod\.name: Str\(/.test(block)).join('\n');
      for (const queue of ['inventory.orders', 'sales.stock', 'finance.sales', 'payment.orders']) {
        assert.ok(logs.includes(queue), `a line of the log of ${queue}`);
      }
    }, 100_000);
    // A pod that an autoscaler removes at this very moment takes lines of its log with it: another sale has all.
  }).retries(1);

  it('leaves something for every query of the dashboards and every expression of the alerts', async () => {
    const { admin } = await openShop();
    assert.equal((await admin.post('/market/rules', keptRule)).status, 201);
    await withForwardedPort(stackPort('prometheus', 9090), async (url) => {
      await eventually(async () => {
        const problems = await checkQueries({
          url,
          chart,
          absent: /publish_errors|status=~"5/,
          rateIntervalSeconds: 60,
          rangeSeconds: 1800,
        });
        assert.deepEqual(problems, []);
      }, 120_000);
    });
  });
});

describe('the collectors', function () {
  this.timeout(120_000);

  it('take the figures of the nodes and of the kubelets', async () => {
    const accepted = (kind: string, receiver: string) =>
      `sum(otelcol_receiver_accepted_${kind}_total{receiver="${receiver}"})`;
    await withForwardedPort(stackPort('prometheus', 9090), async (url) => {
      await eventually(async () => {
        for (const receiver of ['hostmetrics', 'kubeletstats']) {
          assert.ok((await readValue(url, accepted('metric_points', receiver))) > 0, receiver);
        }
      }, 60_000);
    });
  });
});

describe('an alert', function () {
  this.timeout(120_000);

  it('has a way to people: Prometheus knows its Alertmanager, which puts what fires into the inbox', async () => {
    await withForwardedPort(stackPort('prometheus', 9090), async (url) => {
      await eventually(async () => {
        const { data } = JSON.parse(await textOf(`${url}/api/v1/alertmanagers`));
        const addresses = data.activeAlertmanagers.map((one: { url: string }) => one.url);
        assert.equal(addresses.length, 1);
        assert.match(addresses[0], new RegExp(`//${release}-alertmanager\\.`));
      }, 60_000);
    });
    await withForwardedPort(stackPort('alertmanager', 9093), async (url) => {
      const labels = { alertname: 'ClusterTest', namespace };
      const { status } = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ labels }]),
      });
      assert.equal(status, 200);
      await eventually(async () => {
        const groups = JSON.parse(await textOf(`${url}/api/v2/alerts/groups`));
        const [group] = groups.filter(
          ({ labels: by }: { labels: Record<string, string> }) => by.alertname === 'ClusterTest',
        );
        assert.equal(group.receiver.name, 'inbox');
        assert.deepEqual(group.labels, labels);
      });
    });
    const { admin } = await openShop();
    await eventually(async () => {
      const { body } = await admin.get('/notifications?event=system.alert.firing&limit=200');
      const subjects = body.items.map(({ subject }: { subject: string }) => subject);
      assert.ok(subjects.includes('ClusterTest'), subjects.join(', '));
    }, 60_000);
  });
});

describe('server-sent events', function () {
  this.timeout(60_000);

  it('pass the ingress as they are sent: a PIX is seen paid while the stream is open', async () => {
    const { admin, token } = await openShop();
    const productId = await stockUp(admin);
    const order = {
      id: randomUUID(),
      lines: [{ productId, quantityMilli: 1000 }],
      payments: [{ method: 'pix', amountMinor: priceMinor }],
    };
    await admin.post('/orders', order, { 'idempotency-key': order.id });
    const paymentId = await eventually(async () => {
      const { body } = await admin.get(`/orders/${order.id}`);
      assert.equal(body.status, 'awaiting_payment');
      return String(body.payments[0].id);
    }, 30_000);
    const events = await eventually(async () => {
      const opened = await readEvents(`${shopUrl}/api/v1/payments/${paymentId}/stream`, token);
      assert.equal(opened.response.status, 200);
      return opened;
    });
    assert.equal((await events.nextData()).status, 'pending');
    await eventually(async () => {
      const { status } = await admin.post(`/payments/${paymentId}/simulate`, { outcome: 'paid' });
      assert.equal(status, 200);
    });
    const statuses: string[] = [];
    for (let event = await events.nextData(); event !== null; event = await events.nextData()) {
      statuses.push(event.status);
    }
    assert.equal(statuses.at(-1), 'approved');
  });
});
