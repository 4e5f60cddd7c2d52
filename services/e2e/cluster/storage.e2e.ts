/** Data and passwords outlive pods and installations. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chartArguments } from './chart.ts';
import { command, kubectl, namespace, release, rolledOut, secretValue } from './kubectl.ts';
import { openShop, stockUp } from './shop.ts';

describe('data', function () {
  this.timeout(400_000);

  it('and passwords are found again by an installation under the same name', async () => {
    const { admin } = await openShop();
    const productId = await stockUp(admin);
    const password = await secretValue(`${release}-auth`, 'admin-password');
    const install = await chartArguments();
    await command('helm', ['uninstall', release, '-n', namespace, '--wait']);
    const claims = await kubectl('get', 'persistentvolumeclaims', '-o', 'name');
    assert.match(claims, /data-.*postgres-0/, 'the volumes stay');
    await command('helm', ['install', release, ...install, '--wait', '--timeout', '5m'], 320_000);
    await rolledOut(`deployment/${release}-sales`);
    assert.equal(await secretValue(`${release}-auth`, 'admin-password'), password);
    const again = await openShop();
    const { status, body } = await again.admin.get(`/inventory/stock/${productId}`);
    assert.equal(status, 200);
    assert.equal(body.onHandMilli, 1_000_000_000);
  });
});
