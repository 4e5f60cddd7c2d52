/** The operator's roles hold what it does, all of it and no more: by the audit log of everything before this. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import {
  refusedCalls,
  unusedRights,
  writesWithoutLease,
} from '../../../scripts/harness/audit-log.ts';
import { declaredKinds, nameOf } from '../../../scripts/harness/declared-objects.ts';
import {
  declare,
  isAsDeclared,
  makeHookSecret,
} from '../../../scripts/harness/operator-figures.ts';
import { namespace } from '../../../scripts/harness/operator-install.ts';
import { operated } from './setup.ts';

const n = 9_000;
/** Nothing is backed up or restored here: that takes a whole shop in the cluster. */
const ofBackups = / (backup|restore|jobs|deployments|pods)/;

describe("the operator's rights", function () {
  this.timeout(300_000);

  before(async () => {
    const { admin, proxy } = operated();
    const { signal } = new AbortController();
    await makeHookSecret();
    const operator = await operated().startOperator('rights');
    await operator.leads();
    for (const kind of declaredKinds) await declare(operated(), { kind, n, version: 0 });
    await isAsDeclared(operated());
    // A clean-up that fails asks whether the whole namespace is going.
    proxy.cut();
    const ref = { namespace, name: nameOf(n) };
    for (const { type } of declaredKinds) await admin.delete({ type, ref }, signal);
    await eventually(async () => {
      const calls = await operated().calls();
      assert.ok(calls.some(({ resource }) => resource === 'namespaces'));
    }, 60_000);
    proxy.mend();
    await isAsDeclared(operated());
    await operator.stop();
  });

  it('are enough: no call of any operator was refused', async () => {
    // An API server that has just been started knows no roles yet, and refuses everybody.
    const isServed = (atMs: number) =>
      operated().outages.every(({ fromMs, untilMs }) => atMs < fromMs || atMs > untilMs);
    const calls = (await operated().calls()).filter(({ atMs }) => isServed(atMs));
    assert.deepEqual(refusedCalls(calls), []);
  });

  it('are all used', async () => {
    const { calls, rules } = operated();
    const unused = unusedRights(await rules(), await calls());
    assert.deepEqual(
      unused.filter((right) => !ofBackups.test(right)),
      [],
    );
  });

  it('were used by the leader alone, to write', async () => {
    assert.deepEqual(writesWithoutLease(await operated().calls()), []);
  });
});
