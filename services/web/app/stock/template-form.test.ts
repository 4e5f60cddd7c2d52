/** Guarantees of a typed template: it is sent only when it is whole, and its loss is what the cuts leave. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { expectedLossOf, templateRequestOf, typedTemplateOf, withShare } from './template-form.ts';

const typed = {
  ...typedTemplateOf(null),
  name: ' Dianteiro ',
  inputProductId: 'carcass',
  outputs: [
    { productId: 'acem', percent: '62,5' },
    { productId: 'peito', percent: '30%' },
  ],
};

describe('a template as it is typed', () => {
  it('expects as loss what its cuts leave, to the basis point', () => {
    assert.equal(expectedLossOf(typed), 750);
    assert.deepEqual(templateRequestOf(typed), {
      name: 'Dianteiro',
      inputProductId: 'carcass',
      costKey: 'weight',
      outputs: [
        { productId: 'acem', expectedBasisPoints: 6250 },
        { productId: 'peito', expectedBasisPoints: 3000 },
      ],
      expectedLossBasisPoints: 750,
      active: true,
    });
  });

  it('is not sent while a share is missing, the piece is, or the cuts are more than the whole', () => {
    const [first, second] = typed.outputs;
    assert.ok(first !== undefined && second !== undefined);
    const tooMuch = [first, { ...second, percent: '37,51' }];
    assert.equal(templateRequestOf({ ...typed, outputs: tooMuch }), null);
    assert.equal(
      templateRequestOf({ ...typed, outputs: [first, { ...second, percent: '' }] }),
      null,
    );
    assert.equal(templateRequestOf({ ...typed, inputProductId: null }), null);
    assert.equal(templateRequestOf({ ...typed, outputs: [] }), null);
  });

  it('names each cut once, and never the piece itself', () => {
    assert.equal(withShare(typed, 'acem'), typed);
    assert.equal(withShare(typed, 'carcass'), typed);
    assert.equal(withShare(typed, 'costela').outputs.length, 3);
  });
});
