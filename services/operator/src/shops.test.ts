/** Protects: a shop is found by the Secret that its chart makes, and an object is told what stands in the way. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import type { Page } from './kube/cluster.ts';
import { toKubeError } from './kube/kube-error.ts';
import { createShops } from './shops.ts';
import { UnreadyError } from './unready-error.ts';

const url = 'http://127.0.0.1:9';
const texts = {
  clientId: '00000000-0000-8000-8000-6f7065726174',
  clientSecret: 'secret',
  'auth-url': url,
  'market-analyzer-url': url,
  'notifier-url': url,
};
const data = Object.fromEntries(
  Object.entries(texts).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
);
const secret = { metadata: { name: 'shop-operator' }, data };

describe('shops', () => {
  const { signal } = new AbortController();
  const never = () => {
    throw new Error('nobody does this');
  };

  function shopsOf(list: () => Promise<Page>) {
    const rest = { get: never, create: never, update: never, delete: never, watch: never };
    return createShops({
      cluster: { ...rest, apply: never, applyStatus: never, list },
      log: createLogger({ level: 'silent' }),
      onChange: never,
    });
  }
  const having = (items: Page['items']) => shopsOf(async () => ({ items, resourceVersion: '1' }));
  const reasonOf = (error: unknown) => (error instanceof UnreadyError ? error.reason : error);
  const refused = (shops: ReturnType<typeof shopsOf>, reason: string) =>
    assert.rejects(shops.of('shop', signal), (error) => reasonOf(error) === reason);

  it('are found in their namespaces', async () => {
    assert.ok(await having([secret]).of('shop', signal));
  });

  it('are missing, more than one, or tell too little', async () => {
    await refused(having([]), 'NoShop');
    await refused(having([secret, secret]), 'TwoShops');
    const { 'auth-url': _, ...less } = data;
    await refused(having([{ ...secret, data: less }]), 'AccessIncomplete');
  });

  it('are missing where nobody has let the operator read Secrets; other refusals are passed on', async () => {
    const refusing = (status: number) =>
      shopsOf(() => Promise.reject(toKubeError(status, undefined, undefined)));
    await refused(refusing(403), 'NoShop');
    await assert.rejects(refusing(500).of('shop', signal), { status: 500 });
  });
});
