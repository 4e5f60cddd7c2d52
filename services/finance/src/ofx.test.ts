/** Protects: OFX of both versions says the same, however a bank writes it, and a broken file names its line and reason. */
import assert from 'node:assert/strict';
import { decodeCsv } from '@balcao/kit/csv-text.ts';
import { describe, it } from 'mocha';
import { isOfx } from './ofx-elements.ts';
import { readOfx } from './read-ofx.ts';
import { StatementError } from './statement.ts';

const sgmlHeader = `OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

`;
const sgml = `${sgmlHeader}<OFX>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1
<STMTRS>
<CURDEF>BRL
<BANKACCTFROM>
<BANKID>0341
<BRANCHID>1234
<ACCTID>56789-0
<ACCTTYPE>CHECKING
</BANKACCTFROM>
<BANKTRANLIST>
<DTSTART>20261101100000[-03:EST]
<STMTTRN>
<TRNTYPE>DEBIT
<DTPOSTED>20261103100000[-03:EST]
<TRNAMT>-1234.56
<FITID>20261103001
<CHECKNUM>
<MEMO>PIX FRIGORÍFICO SÃO JOSÉ &amp; CIA
</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261104<TRNAMT>10,00<FITID>X-2<NAME>TED RECEBIDA<MEMO>P&G & Filhos</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL><BALAMT>100.00<DTASOF>20261130</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>
`;
const xml = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<!-- made by a bank -->
<OFX>
  <BANKMSGSRSV1><STMTTRNRS><STMTRS>
    <CURDEF>BRL</CURDEF>
    <BANKACCTFROM><BANKID>0341</BANKID><ACCTID>56789-0</ACCTID></BANKACCTFROM>
    <BANKTRANLIST>
      <STMTTRN>
        <TRNTYPE>DEBIT</TRNTYPE>
        <DTPOSTED>20261103</DTPOSTED>
        <TRNAMT>-1234.56</TRNAMT>
        <FITID>20261103001</FITID>
        <CHECKNUM/>
        <MEMO><![CDATA[PIX FRIGORÍFICO SÃO JOSÉ & CIA]]></MEMO>
      </STMTTRN>
      <STMTTRN>
        <TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261104</DTPOSTED><TRNAMT>10,00</TRNAMT><FITID>X-2</FITID>
        <NAME>TED RECEBIDA</NAME><MEMO>P&#38;G &amp; Filhos</MEMO>
        <BANKACCTTO><BANKID>001</BANKID><ACCTID>999</ACCTID></BANKACCTTO>
        <ORIGCURRENCY><CURRATE>5.4</CURRATE><CURSYM>USD</CURSYM></ORIGCURRENCY>
      </STMTTRN>
    </BANKTRANLIST>
  </STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>
`;

const facts = (text: string) => readOfx(text).map(({ line: _line, ...facts }) => facts);

describe('OFX', () => {
  it('says the same as SGML and as XML', () => {
    assert.ok(isOfx(sgml) && isOfx(xml));
    assert.deepEqual(facts(xml), facts(sgml));
    const common = { bankAccount: '0341/56789-0', category: null, skipped: null, errors: [] };
    assert.deepEqual(facts(sgml), [
      {
        ...common,
        bankId: '20261103001',
        date: '2026-11-03',
        amountMinor: -123_456,
        description: 'PIX FRIGORÍFICO SÃO JOSÉ & CIA',
      },
      {
        ...common,
        bankId: 'X-2',
        date: '2026-11-04',
        amountMinor: 1_000,
        description: 'TED RECEBIDA - P&G & Filhos',
      },
    ]);
    assert.deepEqual(
      readOfx(sgml).map(({ line }) => line),
      [23, 31],
    );
  });

  it('is read in Latin-1 and UTF-8, with any line ends or none', () => {
    for (const bytes of [
      Buffer.from(sgml, 'latin1'),
      Buffer.from(`\ufeff${sgml}`),
      Buffer.from(sgml.replaceAll('\n', '\r\n'), 'latin1'),
      Buffer.from(sgml.replace(/\n/g, ' ')),
    ]) {
      assert.deepEqual(facts(decodeCsv(bytes)), facts(sgml));
    }
  });

  it('has several accounts in one file, and cards', () => {
    const card = `<CCSTMTRS><CURDEF>BRL<CCACCTFROM><ACCTID>5555</CCACCTFROM><BANKTRANLIST>
      <STMTTRN><DTPOSTED>20261105<TRNAMT>-5.00<FITID>1<NAME>Mercado</STMTTRN></BANKTRANLIST></CCSTMTRS>`;
    const rows = readOfx(sgml.replace('</OFX>', `${card}</OFX>`));
    assert.deepEqual(
      rows.map(({ bankAccount }) => bankAccount),
      ['0341/56789-0', '0341/56789-0', 'card/5555'],
    );
  });

  it('tells all that is wrong with a transaction', () => {
    const broken = sgml
      .replace('<FITID>20261103001', '<FITID>')
      .replace('20261103100000', '20261331100000')
      .replace('-1234.56', '1.234')
      .replace('<MEMO>PIX FRIGORÍFICO SÃO JOSÉ &amp; CIA', '<MEMO>')
      .replace('<TRNTYPE>DEBIT', '');
    const [row] = readOfx(broken);
    assert.deepEqual(
      row?.errors.map(({ field }) => field),
      ['id', 'date', 'amount', 'description'],
    );
    const [zero] = readOfx(sgml.replace('-1234.56', '0.00'));
    assert.equal(zero?.skipped?.message, 'the amount is zero');
  });

  const faults: [name: string, text: string, line: number, message: RegExp][] = [
    [
      'is cut off in a transaction',
      sgml.slice(0, sgml.indexOf('<MEMO>P&G')),
      31,
      /within <STMTTRN> of line 31/,
    ],
    [
      'is cut off after one',
      sgml.slice(0, sgml.indexOf('</BANKTRANLIST>')),
      31,
      /within <BANKTRANLIST>/,
    ],
    ['is cut off in a tag', `${sgml.slice(0, sgml.indexOf('<NAME>TED'))}<NA`, 31, /broken off/],
    [
      'does not close a transaction',
      sgml.replace('CIA\n</STMTTRN>', 'CIA'),
      30,
      /<STMTTRN> within another/,
    ],
    [
      'does not close the last one',
      sgml.replace('Filhos</STMTTRN>', 'Filhos'),
      31,
      /<STMTTRN> is not closed/,
    ],
    [
      'closes what is not open',
      sgml.replace('<BANKTRANLIST>', ''),
      32,
      /<\/BANKTRANLIST> closes nothing/,
    ],
    ['does not close a value of XML', xml.replace('</TRNAMT>', ''), 12, /<TRNAMT> is not closed/],
    ['is in dollars', sgml.replace('<CURDEF>BRL', '<CURDEF>USD'), 14, /in USD, not in reais/],
    ['has no OFX in it', sgmlHeader, 1, /no <OFX>/],
  ];
  for (const [name, text, line, message] of faults) {
    it(`is refused with its line when it ${name}`, () => {
      assert.throws(
        () => readOfx(text),
        (error) => {
          assert.ok(error instanceof StatementError);
          assert.match(error.message, message);
          assert.equal(error.line, line);
          return true;
        },
      );
    });
  }

  it('takes a time that grows with the file only, whatever is in it', () => {
    for (const junk of ['<![CDATA[', '<!--', '<A>', '</A>', '<', '&amp;', '<STMTTRN']) {
      const startedAt = performance.now();
      try {
        readOfx(`<OFX>${junk.repeat(200_000)}`);
      } catch (error) {
        assert.ok(error instanceof StatementError, junk);
      }
      assert.ok(performance.now() - startedAt < 3_000, junk);
    }
  });
});
