/** Protects: what a customer's bank reads is what the shop wrote, and nothing damaged is taken for a code. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { toAscii } from './ascii.ts';
import { crc16 } from './crc16.ts';
import { type PixCode, readPixCode, writePixCode } from './pix-br-code.ts';

const staticText =
  '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D';
const dynamicText =
  '00020101021226770014BR.GOV.BCB.PIX2555pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a995204000053039865802BR5907EMPRESA6009SAO PAULO62070503***6304EEAB';
const staticCode: PixCode = {
  kind: 'static',
  key: '123e4567-e12b-12d1-a456-426655440000',
  name: 'Fulano de Tal',
  city: 'BRASILIA',
};
const dynamicCode: PixCode = {
  kind: 'dynamic',
  url: 'pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a99',
  name: 'EMPRESA',
  city: 'SAO PAULO',
};

const reasonOf = (text: string): string | undefined => {
  const read = readPixCode(text);
  return read.kind === 'invalid' ? read.reason : undefined;
};
const signed = (covered: string): string =>
  covered + crc16(covered).toString(16).toUpperCase().padStart(4, '0');

/** Where the top-level elements of a code begin. */
function* offsets(text: string) {
  for (let at = 0; at < text.length; at += 4 + Number(text.slice(at + 2, at + 4))) yield at;
}

const alphanumeric = fc.constantFrom(...'ABCXYZabcxyz0189');
const printable = (maxLength: number) =>
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map(String.fromCharCode),
    minLength: 1,
    maxLength,
  });
const anyName = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom(...'Açougue São João & Cia 🥩Ñß½'),
      minLength: 1,
      maxLength: 60,
    }),
  )
  .filter((name) => toAscii(name) !== '');
const payee = {
  name: anyName,
  city: anyName,
  amountMinor: fc.option(
    fc.oneof(fc.constantFrom(1, 999_999_999), fc.integer({ min: 1, max: 999_999_999_999 })),
    { nil: undefined },
  ),
  txid: fc.option(fc.string({ unit: alphanumeric, minLength: 1, maxLength: 25 }), {
    nil: undefined,
  }),
};
const anyCode: fc.Arbitrary<PixCode> = fc.oneof(
  fc.record({ kind: fc.constant('static' as const), key: printable(77), ...payee }),
  fc.record({
    kind: fc.constant('dynamic' as const),
    url: printable(77).filter((url) => !url.includes('://')),
    ...payee,
  }),
);

describe('PIX BR Codes', () => {
  it('have the checksum of the standard', () => {
    assert.equal(crc16('123456789'), 0x29b1);
    assert.equal(crc16(''), 0xffff);
  });

  it('are written and read as in the manual, static and dynamic', () => {
    assert.equal(writePixCode(staticCode), staticText);
    assert.equal(writePixCode(dynamicCode), dynamicText);
    assert.deepEqual(readPixCode(staticText), staticCode);
    assert.deepEqual(readPixCode(dynamicText), dynamicCode);
    assert.deepEqual(readPixCode(staticText.replace('1D3D', '1d3d')), staticCode);
  });

  it('carry the smallest and a large amount to the centavo, with a point', () => {
    for (const [amountMinor, text] of [
      [1, '54040.01'],
      [10, '54040.10'],
      [999_999_999, '54109999999.99'],
      [999_999_999_999, '54139999999999.99'],
    ] as const) {
      const written = writePixCode({ ...staticCode, amountMinor });
      assert.ok(written.includes(text), written);
      assert.deepEqual(readPixCode(written), { ...staticCode, amountMinor });
    }
    for (const amountMinor of [0, -1, 0.5, 1_000_000_000_000, Number.NaN]) {
      assert.throws(() => writePixCode({ ...staticCode, amountMinor }), RangeError);
    }
  });

  it('carry a txid of every length from 1 to 25, and refuse any other', () => {
    for (let length = 1; length <= 25; length += 1) {
      const txid = 'aZ9'.repeat(9).slice(0, length);
      assert.deepEqual(readPixCode(writePixCode({ ...staticCode, txid })), { ...staticCode, txid });
    }
    for (const txid of ['', 'a'.repeat(26), 'a-b', 'ação', '***', 'a b']) {
      assert.throws(() => writePixCode({ ...staticCode, txid }), RangeError, txid);
    }
  });

  it('write names without accents and emoji, cut to the field', () => {
    const names: [string, string][] = [
      ['Açougue São João', 'Acougue Sao Joao'],
      ['🥩 Boi & Cia 🐂', 'Boi & Cia'],
      ['Açougue do Antônio e Irmãos Ltda.', 'Acougue do Antonio e Irma'],
      ['Carnes Nobres da Avenida 1', 'Carnes Nobres da Avenida'],
      ['Łódź Straße', 'Lodz Strasse'],
    ];
    for (const [name, expected] of names) {
      const read = readPixCode(writePixCode({ ...staticCode, name, city: name }));
      assert.ok(read.kind === 'static');
      assert.deepEqual([read.name, read.city], [expected, expected.slice(0, 15).trim()]);
    }
    assert.throws(() => writePixCode({ ...staticCode, name: '🥩' }), RangeError);
  });

  it('say as much to the customer as there is room for beside the key', () => {
    const info = 'Venda de 2 kg de picanha à moda, obrigado';
    const read = readPixCode(writePixCode({ ...staticCode, info }));
    assert.ok(read.kind === 'static');
    assert.equal(read.info, 'Venda de 2 kg de picanha a moda, obri');
    const full = { ...staticCode, key: 'k'.repeat(77) };
    assert.deepEqual(readPixCode(writePixCode({ ...full, info })), full);
    assert.throws(() => writePixCode({ ...staticCode, key: 'k'.repeat(78) }), RangeError);
    assert.throws(() => writePixCode({ ...dynamicCode, url: 'https://a.b/c' }), RangeError);
  });

  it('say when read what was written, whatever it was', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const text = writePixCode(code);
        assert.match(text, /^[\x20-\x7e]{1,512}$/);
        const { amountMinor, txid } = code;
        assert.deepEqual(readPixCode(text), {
          ...(code.kind === 'static'
            ? { kind: 'static', key: code.key }
            : { kind: 'dynamic', url: code.url }),
          name: toAscii(code.name).slice(0, 25).trim(),
          city: toAscii(code.city).slice(0, 15).trim(),
          ...(amountMinor === undefined ? {} : { amountMinor }),
          ...(txid === undefined ? {} : { txid }),
        });
      }),
    );
  });

  it('are refused with each of the 65,535 wrong checksums', () => {
    const covered = staticText.slice(0, -4);
    let refused = 0;
    for (let crc = 0; crc <= 0xffff; crc += 1) {
      const text = covered + crc.toString(16).toUpperCase().padStart(4, '0');
      if (reasonOf(text) === 'wrong_crc') refused += 1;
      else assert.equal(text, staticText);
    }
    assert.equal(refused, 0xffff);
  });

  it('are refused with any other character in any place', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), fc.integer({ min: 0x20, max: 0x7e }), (code, place, by) => {
        const text = writePixCode(code);
        const at = place % (text.length - 4);
        const other = String.fromCharCode(by);
        fc.pre(text.charAt(at) !== other);
        assert.notEqual(reasonOf(text.slice(0, at) + other + text.slice(at + 1)), undefined);
      }),
    );
  });

  it('are refused with any other length of any element, even under a right checksum', () => {
    for (const text of [staticText, dynamicText]) {
      for (const at of offsets(text)) {
        for (let length = 0; length <= 99; length += 1) {
          const digits = String(length).padStart(2, '0');
          if (digits === text.slice(at + 2, at + 4)) continue;
          const damaged = text.slice(0, at + 2) + digits + text.slice(at + 4, -4);
          assert.notEqual(reasonOf(signed(damaged)), undefined, damaged);
        }
      }
    }
  });

  it('are refused cut short anywhere, or with something behind', () => {
    for (const text of [staticText, dynamicText]) {
      for (let end = 0; end < text.length; end += 1)
        assert.notEqual(reasonOf(text.slice(0, end)), undefined);
      assert.equal(reasonOf(`${text}0`), 'wrong_length');
      assert.equal(reasonOf(`${text}9901x`), 'wrong_length');
    }
  });

  it('are refused when they are for another arrangement, currency or country, or say two things', () => {
    const body = staticText.slice(0, -4);
    const other = (from: string, to: string) => reasonOf(signed(body.replace(from, to)));
    assert.equal(other('br.gov.bcb.pix', 'br.gov.bcb.pax'), 'not_pix');
    assert.equal(other('5303986', '5303840'), 'wrong_field');
    assert.equal(other('5802BR', '5802US'), 'wrong_field');
    assert.equal(other('000201', '000201010211'), undefined, '11 is static');
    assert.equal(other('000201', '000201010212'), 'wrong_field', 'a static code is no dynamic one');
    assert.equal(other('5802BR', '54041.5x5802BR'), 'wrong_field');
    assert.equal(other('0503***', '0503*a*'), 'wrong_field');
    for (const text of ['', 'x', '000201', `\u00e9${staticText}`]) {
      assert.notEqual(reasonOf(text), undefined, text);
    }
  });
});
