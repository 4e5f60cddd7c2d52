/** Guards the code by which a customer pays a PIX: what it says, who sees it, and for how long. */
import assert from 'node:assert/strict';
import { readPixCode } from '@balcao/contracts/pix-br-code.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { type PaymentHarness, startPayment } from './harness.ts';

const shopSettings = {
  SHOP_NAME: 'Açougue São João 🥩',
  SHOP_CITY: 'Ribeirão Preto do Sul',
  PIX_KEY: 'loja@example.com',
};

describe('the code of a PIX', () => {
  let shop: PaymentHarness;
  before(async () => {
    shop = await startPayment(shopSettings);
  });
  after(() => shop.stop());

  const pix = async (amountMinor = 5_375) => {
    const { orderId, ids } = await shop.request([{ method: 'pix', amountMinor }]);
    const id = ids[0] ?? '';
    await shop.callsBecome(id, ['charge done']);
    return { id, orderId };
  };
  const picture = (id: string, headers: Record<string, string> = {}) =>
    fetch(`${shop.url}/api/v1/payments/${id}/qr.svg`, {
      headers: { authorization: `Bearer ${shop.tokenFor('seller')}`, ...headers },
    });

  for (const amountMinor of [1, 5_375, 999_999_999]) {
    it(`says who is paid, ${amountMinor} centavos and the txid of the payment`, async () => {
      const { id } = await pix(amountMinor);
      const { body } = await shop.seller.get(`/payments/${id}`);
      assert.deepEqual(readPixCode(body.brCode), {
        kind: 'static',
        key: 'loja@example.com',
        name: 'Acougue Sao Joao',
        city: 'Ribeirao Preto',
        amountMinor,
        txid: body.providerReference,
      });
    });
  }

  it('is drawn as SVG, for nobody but who may see the payment, and not drawn again', async () => {
    const { id } = await pix();
    const first = await picture(id);
    assert.equal(first.status, 200);
    assert.match(first.headers.get('content-type') ?? '', /^image\/svg\+xml/);
    assert.equal(first.headers.get('cache-control'), 'private, no-cache');
    assert.match(await first.text(), /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox=/);
    const etag = first.headers.get('etag') ?? '';
    assert.equal((await picture(id, { 'if-none-match': etag })).status, 304);
    assert.equal((await picture(id, { 'if-none-match': '"other"' })).status, 200);
    assert.equal((await createApiClient(shop.url).get(`/payments/${id}/qr.svg`)).status, 401);
    assert.equal((await shop.as('stockist').get(`/payments/${id}/qr.svg`)).status, 403);
  });

  it('is shown only while the payment waits', async () => {
    const { id } = await pix();
    await shop.seller.post(`/payments/${id}/simulate`, { outcome: 'paid' });
    assert.equal((await shop.seller.get(`/payments/${id}`)).body.brCode, undefined);
    const gone = await shop.seller.get(`/payments/${id}/qr.svg`);
    assert.deepEqual([gone.status, gone.body.code], [409, 'conflict']);
  });

  it('is 409 for what is no PIX, 404 for what is not there', async () => {
    const { ids } = await shop.request([{ method: 'cash', amountMinor: 100 }]);
    assert.equal((await shop.seller.get(`/payments/${ids[0]}/qr.svg`)).status, 409);
    assert.equal((await shop.seller.get(`/payments/${newId()}/qr.svg`)).status, 404);
  });

  it('leads to the address of the charge where the shop has one', async () => {
    const dynamic = await startPayment({ ...shopSettings, PIX_URL: 'pix.example.com/qr/v2' });
    try {
      const { ids } = await dynamic.request([{ method: 'pix', amountMinor: 5_375 }]);
      const [id = ''] = ids;
      await dynamic.callsBecome(id, ['charge done']);
      const { body } = await dynamic.seller.get(`/payments/${id}`);
      const code = readPixCode(body.brCode);
      assert.equal(code.kind, 'dynamic');
      assert.equal(
        code.kind === 'dynamic' && code.url,
        `pix.example.com/qr/v2/${body.providerReference}`,
      );
    } finally {
      await dynamic.stop();
    }
  });

  it('does not start with a name of which nothing is left, a key or an address that has no room', async () => {
    for (const wrong of [{ SHOP_NAME: '🥩' }, { PIX_KEY: 'a b' }, { PIX_URL: 'https://a.b/c' }]) {
      await assert.rejects(startPayment(wrong), { name: 'ConfigError' });
    }
  });
});
