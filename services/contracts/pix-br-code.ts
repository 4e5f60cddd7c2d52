/**
 * PIX BR Codes, written and read: EMV QR codes as the Banco Central has them filled in (counter.md, PIX BR
 * Code; Manual do BR Code).
 */
import { z } from 'zod';
import { toAscii } from './ascii.ts';
import { crc16 } from './crc16.ts';
import { readElements, writeElements } from './emv-element.ts';

/** Of who is paid, at most these many characters. */
const maxName = 25;
const maxCity = 15;
/** What an account of 99 characters has for its key or address. */
const maxKeyLength = 77;
const maxAccountLength = 99;
/** `9999999999.99`: 13 characters are the field's room. */
const maxCodeAmountMinor = 999_999_999_999;
const noTxid = '***';

/** A CPF, CNPJ, e-mail, telephone (`+55…`) or random key, as it is registered. */
export const pixKey = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,77}$/, 'up to 77 printable characters without spaces');

/** Up to 25 letters and digits, by which a payment is found again. */
export const pixTxid = z.string().regex(/^[A-Za-z0-9]{1,25}$/, '1 to 25 letters and digits');

/** The payee's name or city: something of it must be left without accents. */
export const pixText = z
  .string()
  .trim()
  .max(120)
  .refine((text) => toAscii(text) !== '', 'needs letters or digits');

interface Payee {
  /** Written without accents and cut to 25 characters. */
  name: string;
  /** Cut to 15 characters. */
  city: string;
  /** Centavos; left out where the customer, or the address, says it. */
  amountMinor?: number | undefined;
  txid?: string | undefined;
}

/** Leads to the payee's key. */
export interface StaticPixCode extends Payee {
  kind: 'static';
  key: string;
  /** A few words for the customer, cut to what is left beside the key. */
  info?: string | undefined;
}

/** Leads to an address where the payee's bank has the whole charge. */
export interface DynamicPixCode extends Payee {
  kind: 'dynamic';
  /** Host and path, without a scheme. */
  url: string;
}

export type PixCode = StaticPixCode | DynamicPixCode;

/**
 * The text of a QR code, and of what is copied and pasted. Throws RangeError for a key, address, txid or
 * amount that the format has no room for, and for a name or city of which nothing is left in ASCII.
 */
export const writePixCode = (code: PixCode): string => {
  const { kind, name, city, amountMinor, txid } = code;
  const body = writeElements([
    ['00', '01'],
    ...(kind === 'dynamic' ? [['01', '12'] satisfies [string, string]] : []),
    ['26', kind === 'static' ? staticAccount(code) : dynamicAccount(code)],
    ['52', '0000'],
    ['53', '986'],
    ...(amountMinor === undefined
      ? []
      : [['54', amountText(amountMinor)] satisfies [string, string]]),
    ['58', 'BR'],
    ['59', cut(name, maxName)],
    ['60', cut(city, maxCity)],
    ['62', writeElements([['05', txidText(txid)]])],
  ]);
  return withCrc(`${body}6304`);
};

const staticAccount = ({ key, info = '' }: StaticPixCode): string => {
  if (!pixKey.safeParse(key).success) throw new RangeError('the key has no room or odd characters');
  const account = writeElements([
    ['00', 'br.gov.bcb.pix'],
    ['01', key],
  ]);
  const words = cut(info, Math.max(maxAccountLength - account.length - 4, 0));
  return words === '' ? account : account + writeElements([['02', words]]);
};

/** The name of the arrangement in capitals, as in the manual's example of a dynamic code. */
const dynamicAccount = ({ url }: DynamicPixCode): string => {
  const isFit = /^[\x21-\x7e]+$/.test(url) && url.length <= maxKeyLength && !url.includes('://');
  if (!isFit) throw new RangeError('the address has no room, a scheme or odd characters');
  return writeElements([
    ['00', 'BR.GOV.BCB.PIX'],
    ['25', url],
  ]);
};

const cut = (text: string, length: number): string => toAscii(text).slice(0, length).trim();

const amountText = (amountMinor: number): string => {
  const isFit = Number.isSafeInteger(amountMinor) && amountMinor >= 1;
  if (!isFit || amountMinor > maxCodeAmountMinor) throw new RangeError('the amount has no room');
  const digits = String(amountMinor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const txidText = (txid: string | undefined): string => {
  if (txid === undefined) return noTxid;
  if (pixTxid.safeParse(txid).success) return txid;
  throw new RangeError('a txid is 1 to 25 letters and digits');
};

const withCrc = (text: string): string =>
  text + crc16(text).toString(16).toUpperCase().padStart(4, '0');

export type PixCodeFault = 'not_a_code' | 'wrong_length' | 'wrong_crc' | 'not_pix' | 'wrong_field';
export type InvalidPixCode = { kind: 'invalid'; reason: PixCodeFault };

const invalid = (reason: PixCodeFault): InvalidPixCode => ({ kind: 'invalid', reason });

/** What a code says; a faulty one is an answer, not an exception. */
export const readPixCode = (text: string): PixCode | InvalidPixCode => {
  if (!/^000201[\x20-\x7e]+$/.test(text)) return invalid('not_a_code');
  const elements = readElements(text);
  const [last, crc] = [...(elements ?? [])].at(-1) ?? [];
  if (elements === undefined || last !== '63' || crc?.length !== 4) return invalid('wrong_length');
  const covered = text.slice(0, -4);
  if (withCrc(covered) !== covered + crc.toUpperCase()) return invalid('wrong_crc');
  const account = accountOf(elements);
  if (account === undefined) return invalid('not_pix');
  const payee = payeeOf(elements);
  const destination = destinationOf(account, elements.get('01'));
  if (payee === undefined || destination === undefined) return invalid('wrong_field');
  return { ...destination, ...payee };
};

/** Any of the elements 26 to 51 may be the account of PIX. */
const accountOf = (elements: Map<string, string>): Map<string, string> | undefined =>
  [...elements]
    .filter(([id]) => Number(id) >= 26 && Number(id) <= 51)
    .map(([, value]) => readElements(value))
    .find((parts) => parts?.get('00')?.toLowerCase() === 'br.gov.bcb.pix');

type Destination = Omit<StaticPixCode, keyof Payee> | Omit<DynamicPixCode, keyof Payee>;

const destinationOf = (
  account: Map<string, string>,
  initiation: string | undefined,
): Destination | undefined => {
  const [key, info, url] = ['01', '02', '25'].map((id) => account.get(id));
  if (url !== undefined && key === undefined && initiation !== '11')
    return { kind: 'dynamic', url };
  if (key === undefined || url !== undefined || initiation === '12') return undefined;
  return { kind: 'static', key, ...(info === undefined ? {} : { info }) };
};

const payeeOf = (elements: Map<string, string>): Payee | undefined => {
  const [currency, amount, country, name, city] = ['53', '54', '58', '59', '60'].map((id) =>
    elements.get(id),
  );
  const txid = readElements(elements.get('62') ?? '')?.get('05');
  if (currency !== '986' || country !== 'BR' || !/^\d{4}$/.test(elements.get('52') ?? ''))
    return undefined;
  if (name === undefined || city === undefined || txid === undefined) return undefined;
  if (name.length > maxName || city.length > maxCity) return undefined;
  if (txid !== noTxid && !pixTxid.safeParse(txid).success) return undefined;
  if (amount !== undefined && !/^\d{1,10}(\.\d{0,2})?$/.test(amount)) return undefined;
  return {
    name,
    city,
    ...(amount === undefined ? {} : { amountMinor: amountOf(amount) }),
    ...(txid === noTxid ? {} : { txid }),
  };
};

/** Put together from digits: no floating point ever holds money. */
const amountOf = (amount: string): number => {
  const [whole = '', cents = ''] = amount.split('.');
  return Number(whole + cents.padEnd(2, '0'));
};
