/** Protects: a bank's CSV is read whatever it calls its columns, and rows without ids are known again. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readStatementCsv } from './read-statement-csv.ts';
import { StatementError } from './statement.ts';

const read = async (text: string) => readStatementCsv(text, 'bank');
const seen = async (text: string) =>
  (await read(text)).map(({ date, amountMinor, description }) => [date, amountMinor, description]);

describe("a bank's CSV", () => {
  it('is read with one column of amounts, however they are signed', async () => {
    const rows = [
      ['2026-11-03', -123_456, 'Frigorífico'],
      ['2026-11-04', 1_000, 'Venda de ossos'],
    ];
    for (const text of [
      'Data;Descrição;Valor\n03/11/2026;Frigorífico;-1.234,56\n04/11/26;Venda de ossos;10,00\n',
      'date,description,amount\n2026-11-03,Frigorífico,"-1,234.56"\n2026-11-04,Venda de ossos,10.00\n',
      'DATA LANÇAMENTO\tHISTÓRICO\tVALOR (R$)\n3.11.2026\tFrigorífico\t1.234,56 D\n04-11-2026\tVenda de ossos\t10,00 C',
      'Data;Histórico;Tipo;Valor\n03/11/2026 10:00;Frigorífico;D;1.234,56\n04/11/2026;Venda de ossos;Crédito;10,00',
      'Data;Histórico;Crédito (R$);Débito (R$);Saldo (R$)\n03/11/2026;Frigorífico;;1.234,56;0\n04/11/2026;Venda de ossos;10,00;0,00;1',
    ]) {
      assert.deepEqual(await seen(text), rows, text);
    }
  });

  it('has lines above its columns, balances between its rows, and formulas that are guarded', async () => {
    const rows = await read(
      'Extrato Conta Corrente\nConta ;123\n\nData;Histórico;Valor\n03/11/2026;SALDO ANTERIOR;900,00\n' +
        "03/11/2026;'=Frigorífico;-1,00\n04/11/2026;S A L D O;899,00\n04/11/2026;Saldo devedor do fornecedor;-5,00\n",
    );
    assert.deepEqual(
      rows.map(({ line, description, skipped }) => [line, description, skipped !== null]),
      [
        [5, 'SALDO ANTERIOR', true],
        [6, '=Frigorífico', false],
        [7, 'S A L D O', true],
        [8, 'Saldo devedor do fornecedor', false],
      ],
    );
  });

  it('knows rows again in a file that reaches further, and equal ones apart', async () => {
    const first = 'Data;Histórico;Valor\n03/11/2026;Café;-5,00\n03/11/2026;Café;-5,00\n';
    const ids = (await read(first)).map(({ bankId }) => bankId);
    assert.equal(new Set(ids).size, 2);
    const longer = `Data;Histórico;Valor\n04/11/2026;Pão;-2,00\n${first.slice(first.indexOf('\n') + 1)}`;
    const later = (await read(longer)).map(({ bankId }) => bankId);
    assert.deepEqual(later.slice(1), ids);
    const own = await read('Identificador,Data,Descrição,Valor\nabc,03/11/2026,Café,-5.00');
    assert.equal(own[0]?.bankId, 'abc');
  });

  it('tells the line and all that is wrong with a row', async () => {
    const rows = await read(
      'Data;Histórico;Tipo;Valor\n31/02/2026;;PIX;1.234\n03/11/2026;Café\n03/11/2026;a"b;D;1\n' +
        '03/11/2026;Estorno;C;-10,00\n',
    );
    assert.deepEqual(
      rows.map(({ line, errors }) => [line, errors.map(({ field }) => field)]),
      [
        [2, ['date', 'amount', 'description']],
        [3, [null]],
        [4, [null]],
        [5, ['amount']],
      ],
    );
  });

  it('is refused without the columns that are needed', async () => {
    for (const text of [
      '',
      'a;b\n1;2',
      'Data;Histórico\n03/11/2026;Café',
      'Data;Histórico;Crédito\n',
    ]) {
      await assert.rejects(read(text), StatementError, text);
    }
  });
});
