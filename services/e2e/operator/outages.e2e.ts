/** The operator lives through the end of the API server and of etcd, and goes on where it was. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { declaredKinds } from '../../../scripts/harness/declared-objects.ts';
import {
  declare,
  isAsDeclared,
  makeHookSecret,
} from '../../../scripts/harness/operator-figures.ts';
import type { OperatorProcess } from '../../../scripts/harness/operator-process.ts';
import { operated } from './setup.ts';

const first = 6_000;

describe('an operator whose control plane fails', function () {
  this.timeout(300_000);
  let operator: OperatorProcess;

  before(async () => {
    await makeHookSecret();
    operator = await operated().startOperator('patient');
    await operator.leads();
  });
  after(() => operator.stop());

  for (const [index, component] of (['apiserver', 'etcd'] as const).entries()) {
    it(`lives while ${component} is away, and follows what is declared afterwards`, async () => {
      const n = first + index;
      for (const kind of declaredKinds) await declare(operated(), { kind, n, version: 0 });
      await operated().fault('kill', component);
      await operated().fault('restart', component);
      for (const kind of declaredKinds) await declare(operated(), { kind, n, version: 1 });
      await isAsDeclared(operated());
      // The same process, since nobody here starts another. That it is alive while a server is away for long is a matter of
      // minutes: the reflector's own tests hold it.
      const { status } = await fetch(`${operator.url()}/healthz`);
      assert.equal(status, 200);
    });
  }
});
