/** Protects: a scale's label means what the shop's layout says, and a damaged one is never sold. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkDigit } from './gtin.ts';
import type { ScaleLayout } from './scale-label.ts';
import { makeScaleLabel, parseScaleLabel, scaleLayouts } from './scale-label.ts';
import { scaleLayout } from './scale-layout.ts';

/** A layout with a product code and a value that fit it. */
const labels = fc.constantFrom(...scaleLayouts).chain((layout) =>
  fc.record({
    layout: fc.constant(layout),
    plu: fc.integer({ min: 1, max: 10 ** layout.replaceAll(/[^C]/g, '').length - 1 }).map(String),
    value: fc.integer({ min: 1, max: 10 ** layout.replaceAll(/[^TPQ]/g, '').length - 1 }),
  }),
);

const expected = (layout: ScaleLayout, plu: string, value: number) => {
  if (layout.endsWith('T')) return { kind: 'label', plu, totalMinor: value };
  if (layout.endsWith('P')) return { kind: 'label', plu, quantityMilli: value, unit: 'kg' };
  return { kind: 'label', plu, quantityMilli: value * 1000, unit: 'un' };
};

describe('scale labels', () => {
  it('reads the vectors of counter.md', () => {
    assert.deepEqual(parseScaleLabel('2123400053754', '2CCCC0TTTTTT'), {
      kind: 'label',
      plu: '1234',
      totalMinor: 5375,
    });
    assert.deepEqual(parseScaleLabel('2012340013471', '2CCCCC0PPPPP'), {
      kind: 'label',
      plu: '1234',
      quantityMilli: 1347,
      unit: 'kg',
    });
  });

  it('writes the vectors of counter.md', () => {
    assert.equal(makeScaleLabel('2CCCC0TTTTTT', '1234', 5375), '2123400053754');
    assert.equal(makeScaleLabel('2CCCCC0PPPPP', '01234', 1347), '2012340013471');
  });

  for (const layout of scaleLayouts) {
    it(`reads back what it writes as ${layout}`, () => {
      const label = makeScaleLabel(layout, '1234', 1347);
      assert.equal(label.length, 13);
      assert.deepEqual(parseScaleLabel(label, layout), expected(layout, '1234', 1347));
    });
  }

  it('reads back every code and value that fits', () => {
    fc.assert(
      fc.property(labels, ({ layout, plu, value }) => {
        const label = makeScaleLabel(layout, plu, value);
        assert.deepEqual(parseScaleLabel(label, layout), expected(layout, plu, value));
      }),
    );
  });

  it('refuses every wrong check digit', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 1, max: 9 }), ({ layout, plu, value }, shift) => {
        const label = makeScaleLabel(layout, plu, value);
        const wrong = `${label.slice(0, 12)}${(Number(label.slice(12)) + shift) % 10}`;
        assert.deepEqual(parseScaleLabel(wrong, layout), {
          kind: 'invalid',
          reason: 'wrong_check_digit',
        });
      }),
    );
  });

  it('refuses every single digit misread', () => {
    const position = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(labels, position, fc.integer({ min: 1, max: 9 }), (printed, at, shift) => {
        const label = makeScaleLabel(printed.layout, printed.plu, printed.value);
        const digit = (Number(label.charAt(at)) + shift) % 10;
        const wrong = `${label.slice(0, at)}${digit}${label.slice(at + 1)}`;
        assert.equal(parseScaleLabel(wrong, printed.layout).kind, 'invalid');
      }),
    );
  });

  it('refuses another layout’s label where the fixed zeros show it, and zero codes and values', () => {
    const reasonOf = (digits: string, layout: ScaleLayout) => {
      const read = parseScaleLabel(`${digits}${checkDigit(digits)}`, layout);
      return read.kind === 'invalid' ? read.reason : read.kind;
    };
    assert.equal(reasonOf('212345001500', '2CCCC0TTTTTT'), 'other_layout');
    assert.equal(reasonOf('200000005375', '2CCCC0TTTTTT'), 'zero_code');
    assert.equal(reasonOf('212340000000', '2CCCC0TTTTTT'), 'zero_value');
    assert.equal(reasonOf('789123400053', '2CCCC0TTTTTT'), 'not_a_label');
  });

  it('does not cut what does not fit its field', () => {
    assert.throws(() => makeScaleLabel('2CCCC0TTTTTT', '12345', 100), RangeError);
    assert.throws(() => makeScaleLabel('2CCCC00PPPPP', '1234', 100_000), RangeError);
    assert.throws(() => makeScaleLabel('2CCCC00PPPPP', '1234', 0), RangeError);
    assert.throws(() => makeScaleLabel('2CCCC00PPPPP', '12a4', 1), RangeError);
  });
});

describe("patterns in Odoo's notation", () => {
  const both = '21.....{NNDDD},23.....{NNNDD}';

  it('read 2112345015002 as code 12345, 1.5 kg (counter.md)', () => {
    const label = { kind: 'label', plu: '12345', quantityMilli: 1500, unit: 'kg' };
    assert.deepEqual(parseScaleLabel('2112345015002', '21.....{NNDDD}'), label);
    assert.deepEqual(parseScaleLabel('2112345015002', both), label);
  });

  it('read a price by two decimals and pieces by none, each by its own prefix', () => {
    const price = makeScaleLabel('23.....{NNNDD}', '745', 5375);
    assert.deepEqual(parseScaleLabel(price, both), { kind: 'label', plu: '745', totalMinor: 5375 });
    const pieces = makeScaleLabel('25.....{NNNNN}', '745', 3);
    const read = { kind: 'label', plu: '745', quantityMilli: 3000, unit: 'un' };
    assert.deepEqual(parseScaleLabel(pieces, `${both},25.....{NNNNN}`), read);
    assert.deepEqual(parseScaleLabel(pieces, both), { kind: 'invalid', reason: 'other_layout' });
  });

  it('are refused where they do not fill a label, measure nothing, or are not told apart', () => {
    for (const layout of [both, '2......{NNNDD}', '21.....{NNDDD}', '210....{NNNNN}']) {
      assert.ok(scaleLayout.safeParse(layout).success, layout);
    }
    for (const layout of [
      '21....{NNDDD}',
      '21.....{NNNND}',
      '13.....{NNNDD}',
      '21.....{NNDDD},21.....{NNNDD}',
      '2......{NNDDD},21.....{NNNDD}',
      '21.....{NNDDD},',
      '21.....NNDDD',
      '2CCCC0TTTTT',
      '',
    ]) {
      assert.ok(!scaleLayout.safeParse(layout).success, layout);
    }
  });

  it('read back whatever they print', () => {
    const plu = fc.integer({ min: 1, max: 99_999 }).map(String);
    fc.assert(
      fc.property(plu, fc.integer({ min: 1, max: 99_999 }), (code, value) => {
        const weight = parseScaleLabel(makeScaleLabel('21.....{NNDDD}', code, value), both);
        assert.deepEqual(weight, { kind: 'label', plu: code, quantityMilli: value, unit: 'kg' });
        const total = parseScaleLabel(makeScaleLabel('23.....{NNNDD}', code, value), both);
        assert.deepEqual(total, { kind: 'label', plu: code, totalMinor: value });
      }),
    );
  });
});
