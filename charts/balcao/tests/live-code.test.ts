/** Protects: in development a service runs code that can be changed, everywhere else that of its image. */
import assert from 'node:assert/strict';
import { render, requireHelm } from './helm.ts';
import { containerOf } from './lookups.ts';
import { ofKind, type PodSpec } from './manifest.ts';

const live = { example: 'development' } as const;

describe('code of the services', function () {
  this.timeout(60_000);
  before(function () {
    requireHelm(this);
  });

  const pods = async (rendering: object): Promise<(PodSpec | undefined)[]> =>
    ofKind(await render(rendering), 'Deployment').map(({ spec }) => spec?.template?.spec);

  it('is, in development, copied from the image of the service itself into a volume', async () => {
    for (const pod of await pods(live)) {
      const [service] = pod?.containers ?? [];
      const [filler] = pod?.initContainers ?? [];
      assert.ok(service && filler);
      assert.equal(filler.image, service.image);
      assert.deepEqual(mountOf(filler), '/code');
      assert.deepEqual(mountOf(service), '/app/services');
    }
  });

  it('is, in development, in one pod each: another would not have the changes', async () => {
    const scalers = ofKind(await render(live), 'HorizontalPodAutoscaler');
    assert.ok(scalers.length > 0);
    for (const { spec, metadata } of scalers) {
      assert.equal(spec?.maxReplicas, 1, metadata.name);
    }
  });

  it("is the image's where a database is migrated", async () => {
    assert.equal(mountOf(containerOf(await render(live), 'shop-sales-migrate-')), undefined);
  });

  it("is the image's by default", async () => {
    for (const pod of await pods({})) {
      assert.equal(pod?.initContainers, undefined);
      for (const container of pod?.containers ?? []) assert.equal(mountOf(container), undefined);
    }
  });
});

function mountOf(container: { volumeMounts?: { name: string; mountPath: string }[] }) {
  return container.volumeMounts?.find(({ name }) => name === 'code')?.mountPath;
}
