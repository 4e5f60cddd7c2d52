/** Protects: a channel is sent a Secret that has changed, and nobody is asked for what Secrets hold to find that out. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import type { ListOptions } from './kube/cluster.ts';
import type { KubeObject } from './kube/kube-object.ts';
import { notificationChannelSpec } from './resources/notification-channel.ts';
import { createSecretLooks } from './secret-looks.ts';
import { settingsVersion } from './specs/notification-channel.ts';

const target = { type: 'webhook', url: 'https://hooks.shop.example/alerts' };
const secretOf = (name: string, resourceVersion: string): KubeObject => ({
  metadata: { name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion },
});
const channelOf = (name: string, secret: string | undefined, seen?: KubeObject): KubeObject => {
  const spec = { target, ...(secret === undefined ? {} : { secretRef: { name: secret } }) };
  const parsed = notificationChannelSpec.parse({ ...spec, secretRef: { name: 'any' } });
  const secretVersion = settingsVersion(parsed.target, seen?.metadata);
  return {
    metadata: { name, namespace: 'shop' },
    spec,
    ...(seen === undefined ? {} : { status: { secretVersion } }),
  };
};

describe('a look at Secrets', () => {
  const log = createLogger({ level: 'silent' });

  async function look(channels: KubeObject[], pages: (KubeObject[] | Error)[]) {
    const clock = createFakeClock();
    const asked: ListOptions[] = [];
    const told: string[] = [];
    const left = [...pages];
    const looks = createSecretLooks({
      cluster: {
        async list(_type, options) {
          asked.push(options);
          const items = left.shift() ?? [];
          if (items instanceof Error) throw items;
          return { items, resourceVersion: '1', ...(left.length > 0 ? { continue: 'more' } : {}) };
        },
      },
      store: { list: () => channels },
      log,
      onChange: (key) => told.push(key),
      clock,
    });
    looks.start();
    await clock.advance(30_000);
    await eventually(() => assert.equal(asked.length, channels.length === 0 ? 0 : pages.length));
    await looks.stop();
    return { asked, told };
  }

  it('tells of channels whose Secret is new, another or gone, and of no other', async () => {
    const same = secretOf('same', '1');
    const channels = [
      channelOf('at-rest', 'same', same),
      channelOf('changed', 'changed', secretOf('changed', '1')),
      channelOf('missed-so-far', 'new'),
      channelOf('robbed', 'gone', secretOf('gone', '1')),
      channelOf('without', undefined),
    ];
    const { told } = await look(channels, [[same, secretOf('changed', '2'), secretOf('new', '1')]]);
    assert.deepEqual(told, ['shop/changed', 'shop/missed-so-far', 'shop/robbed']);
  });

  it('asks once for a namespace, page by page, and for metadata alone', async () => {
    const same = secretOf('same', '1');
    const channels = ['one', 'two', 'three'].map((name) => channelOf(name, 'same', same));
    const { asked, told } = await look(channels, [[secretOf('other', '1')], [same]]);
    assert.deepEqual(told, []);
    assert.deepEqual(
      asked.map(({ namespace, isMetadataOnly, continue: next }) => [
        namespace,
        isMetadataOnly,
        next,
      ]),
      [
        ['shop', true, undefined],
        ['shop', true, 'more'],
      ],
    );
  });

  it('asks nobody where no channel names a Secret', async () => {
    const { asked } = await look([], [[]]);
    assert.deepEqual(asked, []);
  });

  it('tells nothing when Secrets cannot be read', async () => {
    const channel = channelOf('one', 'same', secretOf('same', '1'));
    const { told } = await look([channel], [new Error('the API server is away')]);
    assert.deepEqual(told, []);
  });
});
