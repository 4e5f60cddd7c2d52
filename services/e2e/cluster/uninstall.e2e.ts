/** Data and passwords outlive pods and installations. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { namespace, release } from './installation.ts';
import { command, kubectl } from './kubectl.ts';
import { install } from './setup.ts';
import { openShop, stockUp } from './shop.ts';

describe('an uninstalled shop', function () {
  this.timeout(400_000);

  it('leaves its volumes and passwords, and an installation under its name finds both', async () => {
    const { admin } = await openShop();
    const productId = await stockUp(admin);
    const secrets = await secretsKept();
    await command('helm', ['uninstall', release, '-n', namespace, '--wait']);
    const claims = await kubectl('get', 'persistentvolumeclaims', '-o', 'name');
    assert.match(claims, /data-.*-postgres-0/);
    assert.match(claims, /data-.*-rabbitmq-0/);
    await install();
    assert.deepEqual(await secretsKept(), secrets);
    const again = await openShop();
    const { body } = await again.admin.get(`/inventory/stock/${productId}`);
    assert.equal(body.onHandMilli, 1_000_000_000);
  });
});

/** Every Secret of the shop, by its name. */
async function secretsKept(): Promise<unknown> {
  const args = ['-o', 'json', '-l', `app.kubernetes.io/instance=${release}`];
  const { items } = JSON.parse(await kubectl('get', 'secrets', ...args));
  return items.map(({ metadata, data }: Secret) => [metadata.name, data]);
}

interface Secret {
  metadata: { name: string };
  data: Record<string, string>;
}
