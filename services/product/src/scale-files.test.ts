/** Protects: every scale reads exactly what the shop meant (vectors of counter.md), and nothing is cut in silence. */
import assert from 'node:assert/strict';
import { scaleFamilies } from '@balcao/contracts/api/scales.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { asciiText } from './fixed-width.ts';
import { makeScaleFiles, type ScaleProduct } from './scale-files.ts';

const tomato: ScaleProduct = {
  sku: 'TOM',
  name: 'Tomate Italiano',
  unit: 'kg',
  priceMinor: 790,
  plu: '745',
  shelfLifeDays: null,
};
const charcoal: ScaleProduct = {
  sku: 'CAR',
  name: 'Carvão p/ açougue 3 kg — “Brasa”',
  unit: 'un',
  priceMinor: 123_456,
  plu: '12345',
  shelfLifeDays: 30,
};
const spaces = (count: number) => ' '.repeat(count);

const filesOf = (family: (typeof scaleFamilies)[number], products = [tomato, charcoal]) => {
  const { files, misfits } = makeScaleFiles(family, products);
  assert.deepEqual(misfits, []);
  return files;
};

describe('load files for scales', () => {
  it('of Filizola: CADTXT.TXT and SETORTXT.TXT', () => {
    assert.deepEqual(filesOf('filizola'), {
      'CADTXT.TXT':
        '000745PTOMATE ITALIANO       0000790000\r\n012345UCARVAO P/ ACOUGUE 3 KG0123456030\r\n',
      'SETORTXT.TXT': 'GERAL       0007450001000\r\nGERAL       0123450002000\r\n',
    });
  });

  it('of the older Toledo: TXITENS.TXT', () => {
    const { 'TXITENS.TXT': file = '' } = filesOf('toledo');
    const [first, second, end] = file.split('\r\n');
    assert.equal(first, `01000000745000790000TOMATE ITALIANO${spaces(35 + 250)}`);
    assert.equal(second?.slice(0, 20), '01001012345123456030');
    assert.equal(second?.length, 2 + 2 + 1 + 6 + 6 + 3 + 50 + 250);
    assert.equal(end, '');
  });

  it('of Toledo MGV: ITENSMGV.TXT and DEPTO.TXT', () => {
    const { 'ITENSMGV.TXT': items = '', 'DEPTO.TXT': departments } = filesOf('toledo-mgv');
    const [first, second] = items.split('\r\n');
    assert.equal(first?.slice(0, 68), `010000745000790000TOMATE ITALIANO${spaces(35)}`);
    assert.match(first?.slice(68) ?? '', /^0{82}$/);
    assert.equal(second?.slice(0, 18), '011012345123456030');
    assert.equal(second?.slice(68 + 16, 68 + 18), '11');
    assert.equal(second?.length, 150);
    assert.equal(departments, `01GERAL${spaces(35)}\r\n`);
  });

  it('of Urano: PRODUTOS.TXT, each line with the sum of its bytes', () => {
    const { 'PRODUTOS.TXT': file = '' } = filesOf('urano', [tomato]);
    const body = `\n\x0200745PTOMATE ITALIANO${spaces(5)}000007.900000D`;
    assert.equal(file, `${body}08F9\x03\r\n`);
  });

  it('refuse, naming the product, what does not fit', () => {
    const cases: [(typeof scaleFamilies)[number], Partial<ScaleProduct>, RegExp][] = [
      ['filizola', { priceMinor: 10_000_000 }, /price in centavos 10000000 has more than 7/],
      ['toledo', { priceMinor: 1_000_000 }, /price in centavos 1000000 has more than 6/],
      ['toledo-mgv', { shelfLifeDays: 1000 }, /shelf life in days 1000 has more than 3/],
      ['urano', { plu: '123456' }, /PLU 123456 has more than 5/],
    ];
    for (const [family, change, reason] of cases) {
      const { misfits } = makeScaleFiles(family, [tomato, { ...charcoal, ...change }]);
      assert.equal(misfits.length, 1);
      assert.equal(misfits[0]?.product.sku, 'CAR');
      assert.match(misfits[0]?.reason ?? '', reason);
    }
  });

  it('have lines of one width in ASCII, whatever products are called', () => {
    const widths: Record<string, number> = {
      'CADTXT.TXT': 39,
      'SETORTXT.TXT': 25,
      'TXITENS.TXT': 320,
      'ITENSMGV.TXT': 150,
      'DEPTO.TXT': 42,
      'PRODUTOS.TXT': 47,
    };
    const name = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(name, fc.constantFrom(...scaleFamilies), (text, family) => {
        for (const [file, content] of Object.entries(
          filesOf(family, [{ ...tomato, name: text }]),
        )) {
          assert.ok([...content].every((letter) => letter <= '~'));
          assert.equal(content.length, (widths[file] ?? 0) + 2, file);
          assert.ok(content.endsWith('\r\n'));
        }
      }),
    );
  });

  it('transliterate, so that no letter becomes two bytes', () => {
    assert.equal(asciiText('Coração à São João, nº 1ª – “Às”'), 'CORACAO A SAO JOAO, NO 1A - "AS"');
    assert.equal(asciiText('Straße 骨🥩'), 'STRASSE ??');
  });
});
