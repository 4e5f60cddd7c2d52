/** Calls to the API server: right on the wire, in their time, put off when the server asks for that, counted. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { KubernetesObjectApi } from '@kubernetes/client-node';
import {
  type KubeHarness,
  startKubeHarness,
  thing,
  things,
  thingsIn,
  thingsPath,
} from '../../testing/kube-harness.ts';
import { AnswerError } from './answer-error.ts';
import { KubeError } from './kube-error.ts';
import { leases } from './resource-type.ts';

describe('the cluster', () => {
  let kube: KubeHarness;
  const signal = new AbortController().signal;
  const a = { namespace: 'shop', name: 'a' };

  beforeEach(async () => {
    kube = await startKubeHarness(300);
  });
  afterEach(() => kube.stop());

  const apply = (spec: object, fieldManager: string, more: object = {}) =>
    kube.cluster.apply(
      {
        type: things,
        object: { ...thing('a', spec), metadata: { ...a, ...more } },
        options: { fieldManager },
      },
      signal,
    );
  const refused = (status: number) => (error: unknown) =>
    error instanceof KubeError && error.status === status;
  const faulty = (fault: string) => (error: unknown) =>
    error instanceof AnswerError && error.fault === fault;

  it('makes, reads, replaces and deletes; what is not there is no error', async () => {
    const { cluster } = kube;
    assert.equal(await cluster.get(things, a, signal), undefined);
    const made = await cluster.create(things, thing('a', { size: 1 }), signal);
    await assert.rejects(cluster.create(things, thing('a'), signal), refused(409));
    await cluster.update(things, { ...made, spec: { size: 2 } }, signal);
    await assert.rejects(
      cluster.update(things, { ...made, spec: { size: 3 } }, signal),
      refused(409),
    );
    assert.deepEqual((await cluster.get(things, a, signal))?.spec, { size: 2 });
    const options = { uid: 'another' };
    await assert.rejects(cluster.delete({ type: things, ref: a, options }, signal), refused(409));
    assert.equal(await cluster.delete({ type: things, ref: a }, signal), true);
    assert.equal(await cluster.delete({ type: things, ref: a }, signal), false);
  });

  it('applies under a manager: what it applies no longer goes, what others own stays', async () => {
    await apply({ size: 1, colour: 'red' }, 'one');
    await apply({ weight: 3 }, 'two');
    const after = await apply({ size: 2 }, 'one');
    assert.deepEqual(after.spec, { size: 2, weight: 3 });
    const { contentType, query } = kube.server.asked.at(-1) ?? {};
    assert.equal(contentType, 'application/apply-patch+yaml');
    assert.deepEqual(query, { fieldManager: 'one', force: 'true' });
  });

  it('makes nothing where an object was meant that is gone', async () => {
    await assert.rejects(apply({ size: 1 }, 'one', { uid: 'of-the-past' }), refused(409));
    assert.equal(kube.server.objects.all(thingsIn('shop')).length, 0);
  });

  it('writes a status and nothing else of an object', async () => {
    kube.seed('a');
    const object = { ...thing('a', { size: 9 }), status: { state: 'up' } };
    const call = { type: things, object, options: { fieldManager: 'one' } };
    const after = await kube.cluster.applyStatus(call, signal);
    assert.deepEqual(
      [after.spec, after.status, after.metadata.generation],
      [{}, { state: 'up' }, 1],
    );
    assert.equal(
      kube.server.asked.at(-1)?.path,
      '/apis/example.dev/v1/namespaces/shop/things/a/status',
    );
  });

  it('is put off by a 429 for as long as it says, and then gets its answer', async () => {
    kube.seed('a');
    const busy = { status: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 };
    kube.server.fail(busy);
    const beganMs = performance.now();
    assert.equal((await kube.cluster.get(things, a, signal))?.metadata.name, 'a');
    assert.ok(performance.now() - beganMs >= 1_000);
    const labels = { verb: 'get', resource: 'things' };
    assert.equal(await kube.total('kube_api_calls_total', { ...labels, code: '429' }), 1);
    assert.equal(await kube.total('kube_api_calls_total', { ...labels, code: '200' }), 1);
    kube.server.fail(busy);
    const naive = KubernetesObjectApi.makeApiClient(kube.server.kubeConfig());
    const wanted = { apiVersion: 'example.dev/v1', kind: 'Thing', metadata: a };
    await assert.rejects(naive.read(wanted), 'the client hands the refusal on');
  });

  it('repeats nothing that may have had its effect', async () => {
    kube.server.fail('cut');
    await assert.rejects(kube.cluster.create(things, thing('a'), signal), faulty('broken'));
    kube.server.fail({ status: 500, reason: 'InternalError' });
    await assert.rejects(kube.cluster.create(things, thing('a'), signal), refused(500));
    assert.equal(kube.server.asked.length, 2);
  });

  it('waits for no answer longer than its time', async () => {
    kube.server.fail('hang');
    await assert.rejects(kube.cluster.get(things, a, signal), faulty('late'));
    assert.equal(await kube.total('kube_api_calls_total', { code: 'none' }), 1);
  });

  it('takes half an answer for none', async () => {
    kube.server.fail('half');
    await assert.rejects(kube.cluster.list(things, {}, signal), faulty('broken'));
  });

  it('ends with the reason of its signal, before, while it waits for an answer, and while it is put off', async () => {
    const reason = new Error('no longer wanted');
    await assert.rejects(kube.cluster.get(things, a, AbortSignal.abort(reason)), reason);
    for (const fault of ['hang', { status: 429, reason: 'Busy', retryAfterSeconds: 60 }] as const) {
      const stop = new AbortController();
      const asked = kube.server.asked.length;
      kube.server.fail(fault);
      const read = kube.cluster.get(things, a, stop.signal);
      const rejected = assert.rejects(read, reason);
      await eventually(() => assert.equal(kube.server.asked.length, asked + 1));
      setImmediate(() => stop.abort(reason));
      await rejected;
    }
  });

  it('uses its connections again; client-node opens one for each call where there is TLS', async () => {
    for (let n = 0; n < 10; n += 1) await kube.cluster.get(things, a, signal);
    assert.equal(kube.server.connectionsOpened(), 1);
  });

  it('refuses a name that leads to another path', async () => {
    await assert.rejects(kube.cluster.get(things, { namespace: 'shop', name: '..' }, signal));
    await kube.cluster.get(things, { namespace: 'shop', name: 'a/../../b' }, signal);
    assert.match(kube.server.asked.at(-1)?.path ?? '', /a%2F..%2F..%2Fb$/);
    assert.ok(
      kube.server.asked.every(({ path }) => path.startsWith(thingsPath.replace(/\/things$/, ''))),
    );
  });

  it('is refused a lease whose times have milliseconds, as the real server does', async () => {
    const spec = { holderIdentity: 'me', renewTime: new Date().toISOString() };
    const object = { metadata: { namespace: 'shop', name: 'op' }, spec };
    await assert.rejects(kube.cluster.create(leases, object, signal), refused(400));
  });
});
