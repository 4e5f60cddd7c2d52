/** What the demo's shop has none of, so that every screen has something to show: channels, an alert, a silence, an open count. */
import assert from 'node:assert/strict';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';

const hourMs = 3_600_000;

/** For a shop of the demo. Resolves when the alert is there. */
export async function fillCorners(url: string, accessToken: string): Promise<void> {
  const call = createApiClient(url, accessToken);
  const post = async (path: string, body: unknown) => {
    const answer = await call.post(path, body);
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  // No such host will ever be: its test fails, and waits to be tried again.
  const settings = { type: 'webhook', url: 'https://matriz.invalid/', secret: 'sixteen-letters!' };
  const channel = await post('/notifications/channels', { name: 'Sistema da matriz', settings });
  await post('/notifications/routes', { channelId: channel.id });
  await post(`/notifications/channels/${channel.id}/test`, {});
  const condition = { kind: 'threshold', direction: 'above', price: '1' };
  const symbol = 'USD-BRL';
  const rule = await post('/market/rules', { name: 'Dólar alto', symbols: [symbol], condition });
  const at = new Date().toISOString();
  await post('/market/quotes', { quotes: [{ symbol, price: '5.43', at }] });
  const isFired = async () => {
    const { body } = await call.get(`/market/alerts?ruleId=${rule.id}`);
    assert.equal(body.items.length, 1);
  };
  await eventually(isFired, 30_000);
  await post('/market/silences', {
    matchers: { ruleId: rule.id },
    startsAt: at,
    endsAt: new Date(Date.now() + hourMs).toISOString(),
    comment: 'já sabemos',
  });
  await fillProduct(call, post);
}

type Post = (path: string, body: unknown) => Promise<{ id: string }>;

/** Of the first product, which its own screen is looked at with. */
async function fillProduct(call: ReturnType<typeof createApiClient>, post: Post): Promise<void> {
  const { body } = await call.get('/products?limit=1');
  const [{ id, priceMinor }] = body.items;
  const startsAt = new Date(Date.now() + hourMs).toISOString();
  await post(`/products/${id}/prices`, { priceMinor: priceMinor + 100, startsAt });
  await post('/inventory/counts', { productIds: [id], note: 'só este' });
}
