/** The transactions of an OFX file: bank accounts and credit cards, as many statements as it has. */
import type { Wording } from '@balcao/kit/wording.ts';
import { type OfxElement, readOfxElements } from './ofx-elements.ts';
import { cleanText, StatementError, type StatementRow, toStatementRow } from './statement.ts';

const accountOf = new Set(['BANKACCTFROM', 'CCACCTFROM']);

const nested: Wording = { message: '<STMTTRN> within another', pt: '<STMTTRN> dentro de outro' };
const noId: Wording = { message: 'FITID is missing', pt: 'falta o FITID' };

/** What stands between the beginning and the end of an aggregate, by name; of a name that is there twice, the first. */
type Values = Map<string, string>;

/** Throws StatementError for a file that is cut off, broken, or in another currency than reais. */
export function readOfx(text: string): StatementRow[] {
  const rows: StatementRow[] = [];
  let bankAccount = '';
  let account: Values | null = null;
  let transaction: { values: Values; line: number } | null = null;
  let isOriginal = false;
  for (const element of readOfxElements(text)) {
    const { kind, name, line } = element;
    const isBegin = kind === 'begin';
    if (kind === 'value') {
      if (!isOriginal) requireReais(element);
      keep(transaction?.values ?? account, element);
    } else if (name === 'ORIGCURRENCY') {
      isOriginal = isBegin;
    } else if (name === 'STMTTRN') {
      if (transaction !== null && isBegin) throw new StatementError(line, nested);
      if (transaction !== null) rows.push(toRow(transaction, bankAccount));
      transaction = isBegin ? { values: new Map(), line } : null;
    } else if (accountOf.has(name)) {
      if (account !== null) bankAccount = nameOf(account);
      account = isBegin ? new Map() : null;
    }
  }
  return rows;
}

function keep(values: Values | null, { name, value }: OfxElement & { kind: 'value' }): void {
  if (values !== null && !values.has(name)) values.set(name, value);
}

/** Nothing here converts. What a purchase abroad had cost (ORIGCURRENCY) is only told: its amount is in reais. */
function requireReais({ name, value, line }: OfxElement & { kind: 'value' }): void {
  const isForeign = (name === 'CURDEF' || name === 'CURSYM') && value.toUpperCase() !== 'BRL';
  if (!isForeign) return;
  throw new StatementError(line, {
    message: `amounts are in ${value}, not in reais (BRL)`,
    pt: `os valores estão em ${value}, não em reais (BRL)`,
  });
}

/** The branch is not part of it: banks leave it out in some files. */
function nameOf(account: Values): string {
  return cleanText(`${account.get('BANKID') ?? 'card'}/${account.get('ACCTID') ?? ''}`);
}

function toRow(
  { values, line }: { values: Values; line: number },
  bankAccount: string,
): StatementRow {
  const row = toStatementRow({
    line,
    bankAccount,
    bankId: values.get('FITID'),
    date: toDate(values.get('DTPOSTED')),
    amount: values.get('TRNAMT'),
    description: describe(values),
  });
  if (row.bankId !== null) return row;
  return { ...row, errors: [{ field: 'id', ...noId }, ...row.errors] };
}

/**
 * `20261124120000[-3:BRT]` → `2026-11-24`. The time is left out: banks of the country write their own day, whether
 * they name the offset or not (OFX 1.6, 3.2.8.2).
 */
function toDate(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?=$|\D|\d{4})/.exec(text ?? '') ?? [];
  return year === undefined ? text : `${year}-${month}-${day}`;
}

/** Who and what for, each once; where the bank says neither, its kind of transaction and number. */
function describe(values: Values): string {
  const [name = '', memo = ''] = [values.get('NAME'), values.get('MEMO')];
  const isSame = memo.toLowerCase().startsWith(name.toLowerCase());
  const said = isSame
    ? memo
    : name.toLowerCase().startsWith(memo.toLowerCase())
      ? name
      : `${name} - ${memo}`;
  return said || [values.get('TRNTYPE'), values.get('CHECKNUM')].filter(Boolean).join(' ');
}
