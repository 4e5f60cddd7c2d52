/** Protects: what the example values make changes only where somebody meant it to, with Helm 3 as with Helm 4. */
import assert from 'node:assert/strict';
import { examples, lint, render, requireHelm } from './helm.ts';
import { committed, differenceOf, snapshotOf } from './snapshot.ts';

const helm3 = process.env.HELM3;
const programs = [undefined, ...(helm3 === undefined ? [] : [helm3])];

describe('the chart', function () {
  this.timeout(120_000);
  before(function () {
    requireHelm(this);
  });

  for (const example of [undefined, ...examples]) {
    it(`passes helm lint --strict with ${example ?? 'default'} values`, async () => {
      const { status, stdout, stderr } = await lint(example);
      assert.equal(status, 0, stdout + stderr);
    });
  }

  for (const program of programs) {
    const by = program === undefined ? '' : ' by Helm 3';
    const given = program === undefined ? {} : { program };

    it(`makes what its snapshot says of default values${by}`, async () => {
      const actual = snapshotOf(await render(given));
      assert.equal(actual, committed('default', actual));
    });

    for (const example of examples) {
      it(`makes what its snapshot says of ${example} values${by}`, async () => {
        const actual = differenceOf(await render({ ...given, example }), await render(given));
        assert.equal(actual, committed(example, actual));
      });
    }
  }
});
