/** What is applied is soon in the shop, beside a thousand others of each kind, and what rests costs little. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { milliseconds, percentile } from '../../../scripts/harness/load.ts';
import {
  applyByKubectl,
  declareMany,
  hasCaughtUp,
  isAsDeclared,
  measureRest,
  suspend,
} from '../../../scripts/harness/operator-figures.ts';
import type { OperatorProcess } from '../../../scripts/harness/operator-process.ts';
import { objects, operated } from './setup.ts';

/** The longest that 95 of 100 objects may take from the API server into the shop. */
const askedMs = 2_000;
const askedMib = 120;
/** Per minute: the lease is renewed every 0.4 s here, with a lease of 3 s. */
const leaseMs = 400;

describe(`the operator beside ${objects} objects of each kind`, function () {
  this.timeout(600_000);
  let operator: OperatorProcess;

  before(async () => {
    operator = await operated().startOperator('speed');
    await operator.leads();
    const { perSecond } = await declareMany(operated(), objects);
    console.log(
      `    ${3 * objects} objects came into the shop at ${perSecond.toFixed(0)} a second`,
    );
    await hasCaughtUp(operator);
  });
  after(() => operator.stop());

  it(`brings what kubectl applies into the shop within ${askedMs / 1000} s, 95 of 100`, async () => {
    const took = await applyByKubectl(operated(), { from: objects, count: 20 });
    const [p50, p95] = [percentile(took, 0.5), percentile(took, 0.95)];
    console.log(
      `    kubectl apply → in the shop: p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)}`,
    );
    assert.equal(took.length, 60);
    assert.ok(p95 < askedMs, `${p95} ms`);
  });

  it('asks the API server at rest for nothing but its lease and the Secrets, and the shop for lists', async () => {
    await suspend(operated(), 0);
    const rest = await measureRest(operated(), { operator, seconds: 60 });
    const { cpu, apiCalls, shopCalls } = rest;
    console.log(
      `    at rest: ${cpu}, ${apiCalls.total} API calls and ${shopCalls} shop calls a minute`,
    );
    const {
      'update leases': renewals = 0,
      'list secrets': looks = 0,
      ...others
    } = apiCalls.byRight;
    assert.ok(renewals <= 60_000 / leaseMs + 40, `${renewals} renewals`);
    assert.ok(looks <= 9, `${looks} looks at Secrets`);
    const watches = Object.entries(others).filter(([right]) => !right.startsWith('watch '));
    assert.deepEqual(watches, []);
    // The same news within ten minutes, a minute apart: counted in one Event.
    await suspend(operated(), 0);
  });

  it(`takes less than ${askedMib} MiB`, () => {
    const { nowMib, peakMib } = operator.memory();
    console.log(`    memory: ${nowMib.toFixed(0)} MiB, at most ${peakMib.toFixed(0)} MiB`);
    assert.ok(nowMib < askedMib, `${nowMib} MiB`);
  });

  it('has all of it in the shop as declared', async () => {
    await isAsDeclared(operated());
  });
});
