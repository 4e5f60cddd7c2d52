/** A shop that is lost whole comes back from a backup that was made while it sold and proven before it was needed. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import { audit, type Before, madeOf, readBefore } from './audit.ts';
import {
  claimStorage,
  flipBit,
  keepVolume,
  removeStorage,
  reserveVolume,
  whereKept,
} from './backup-storage.ts';
import { isOwn, namespace, release } from './installation.ts';
import { apply, command, deployments, kubectl } from './kubectl.ts';
import { makeNamespace } from './namespaces.ts';
import { installOperator, killOperator, removeOperator } from './operator-installation.ts';
import { install } from './setup.ts';
import { adminCredentials, openShop, priceMinor, stockUp } from './shop.ts';
import type { TrafficOptions } from './traffic.ts';
import { sellDuring } from './under-traffic.ts';
import { waitFor } from './wait-for.ts';

const name = 'before-the-flood';
const database = { host: `${release}-postgres`, secretRef: { name: `${release}-postgres` } };

const declare = (kind: 'Backup' | 'Restore', name: string, spec: object) =>
  apply({ apiVersion: 'balcao.dev/v1alpha1', kind, metadata: { name }, spec });

/** A condition's reason and message. */
async function verdict(object: string, type: string): Promise<{ reason: string; message: string }> {
  const { status } = JSON.parse(await kubectl('get', object, '-o', 'json'));
  return status.conditions.find((one: { type: string }) => one.type === type);
}

/** What the Jobs of a Restore or a Backup do, each named once for each Job. */
async function verbsOf(owner: string): Promise<string[]> {
  const path = 'jsonpath={.items[*].metadata.labels.balcao\\.dev/job}';
  const verbs = await kubectl('get', 'jobs', '-l', `balcao.dev/owner=${owner}`, '-o', path);
  return verbs.split(' ').sort();
}

/** Sells one for cash; answers the order's id. */
async function sellOne(admin: ApiClient, productId: string): Promise<string> {
  const id = randomUUID();
  const cash = { method: 'cash', amountMinor: priceMinor, tenderedMinor: priceMinor };
  const order = { id, lines: [{ productId, quantityMilli: 1000 }], payments: [cash] };
  const { status } = await admin.post('/orders', order, { 'idempotency-key': id });
  assert.equal(status, 201);
  return id;
}

function theBackup(this: Mocha.Suite): void {
  this.timeout(420_000);

  let start: Before;
  let password: string;
  let load: TrafficOptions;
  /** Orders that were answered before the Backup was declared, while it was made, and when it was there. */
  const sold: Record<'before' | 'meanwhile' | 'afterwards', string[]> = {
    ...{ before: [], meanwhile: [], afterwards: [] },
  };
  /** Whose answer was lost. */
  const unclear: string[] = [];

  async function sellWhile(when: keyof typeof sold, work: () => Promise<unknown>): Promise<void> {
    const { orderIds, unclearIds } = await sellDuring(load, work);
    sold[when] = orderIds;
    unclear.push(...unclearIds);
    assert.ok(orderIds.length > 10, 'enough was sold to tell');
  }

  before(async () => {
    ({ password } = await adminCredentials());
    const { admin, token } = await openShop();
    start = await readBefore(admin, await stockUp(admin));
    load = { token, productId: start.productId, perSecond: 20 };
    await sellWhile('before', async () => {
      await installOperator();
      await claimStorage();
    });
  });

  after(async () => {
    await kubectl('delete', 'restores,backups', '--all');
    // The one that has removed the files is nobody's, and its pod holds the claim.
    await kubectl('delete', 'jobs', '-l', 'app.kubernetes.io/name=backup');
    await removeStorage();
    await removeOperator();
  });

  it('is made while the shop sells, and proven by a drill in a pod of its own', async () => {
    await sellWhile('meanwhile', async () => {
      await declare('Backup', name, { database, ...whereKept });
      await waitFor('condition=Completed', `backup/${name}`);
    });
    await sellWhile('afterwards', () => waitFor('condition=Verified', `backup/${name}`));
    const row = await kubectl('get', 'backup', name, '--no-headers');
    assert.match(row, /^before-the-flood +[\d.]+ [KM]iB +[\dm.]+s +True +True /);
  });

  it('is proven no longer when a bit of it has changed: the drill names the file, and an Event tells', async () => {
    const id = await kubectl('get', 'backup', name, '-o', 'jsonpath={.status.backupId}');
    const file = `${id}/sales.sql.gz.enc`;
    await flipBit(file);
    await kubectl('annotate', 'backup', name, 'balcao.dev/verify=again');
    await waitFor('condition=Verified=False', `backup/${name}`);
    const { reason, message } = await verdict(`backup/${name}`, 'Verified');
    assert.equal(reason, 'file_damaged');
    assert.ok(message.startsWith(`${file} is not what was written`), message);
    await eventually(async () => {
      const which = `involvedObject.kind=Backup,involvedObject.name=${name},reason=file_damaged`;
      const path = 'jsonpath={.items[*].type}';
      assert.match(
        await kubectl('get', 'events', '--field-selector', which, '-o', path),
        /^Warning/,
      );
    });
    await flipBit(file);
  });

  it('outlives the namespace of its shop, and is not restored over another shop that nobody gave up', async () => {
    const volume = await keepVolume();
    await command('kubectl', ['delete', 'namespace', namespace]);
    await reserveVolume(volume);
    await makeNamespace(namespace);
    await install();
    await claimStorage(volume);
    // Somebody works with it already: one that was just installed has nothing to lose, and needs no force.
    await stockUp((await openShop()).admin);
    await declare('Restore', 'too-early', { database, ...whereKept });
    await waitFor('jsonpath={.status.phase}=Failed', 'restore/too-early');
    const { reason, message } = await verdict('restore/too-early', 'Ready');
    assert.equal(reason, 'TargetNotEmpty');
    assert.match(message, /has rows in.*The shop was not touched/);
    assert.deepEqual(await verbsOf('too-early'), ['check']);
  });

  it('brings back every sale until then and none from later, though the operator is killed meanwhile', async () => {
    await declare('Restore', name, { database, ...whereKept, force: true });
    await waitFor('jsonpath={.status.phase}=Restoring', `restore/${name}`);
    await killOperator();
    await waitFor('condition=Ready', `restore/${name}`);
    assert.deepEqual(await verbsOf(name), ['check', 'empty', 'restore']);
    for (const deployment of await deployments())
      assert.doesNotMatch(await kubectl('get', deployment, '-o', 'yaml'), /before-restore/);
    // The new shop's password is nobody's now: people are those of the backup.
    const secret = JSON.stringify({ stringData: { 'admin-password': password } });
    await kubectl('patch', 'secret', `${release}-auth`, '-p', secret);
    const { admin } = await openShop();
    const made = await madeOf(admin, [...Object.values(sold).flat(), ...unclear]);
    const isMade = (id: string) => made.includes(id);
    assert.deepEqual(sold.before.filter(isMade), sold.before);
    assert.deepEqual(sold.afterwards.filter(isMade), []);
    const { meanwhile } = sold;
    console.log(`      ${meanwhile.filter(isMade).length} of ${meanwhile.length} in the meantime`);
    await audit(admin, start, [...made, await sellOne(admin, start.productId)]);
  });
}

// Nobody else's shop is lost on purpose.
if (isOwn) describe('a backup', theBackup);
