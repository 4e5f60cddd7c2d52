/** Requests of an operation, as likely right as wrong. */
import fc from 'fast-check';
import { arbitraryOf } from './arbitrary-of.ts';
import type { Operation, Parameter } from './operations.ts';

export interface FuzzRequest {
  operation: Operation;
  /** With its query; ids stand as `known-id:N`. */
  path: string;
  headers: Record<string, string>;
  /** Undefined: none. */
  body: string | undefined;
}

const files = fc.constantFrom(
  'sku;nome;unidade;preco\nA-1;Picanha;kg;79,90\n',
  'date,description,amount\n2026-01-02,Venda,"1.234,56"\n2026-01-03,=1+1,-5 D\n',
  'OFXHEADER:100\n<OFX><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260102<TRNAMT>-1,00<FITID>1<MEMO>x</STMTTRN></OFX>',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><OFX>&a;</OFX>',
  'symbol,at,price\nUSD-BRL,2026-01-02T00:00:00Z,5.1\n',
  '\ufeff"',
  '\0\0\0\0',
  '',
  ',,,,\n'.repeat(200),
);
const broken = fc.constantFrom(
  '{',
  '[]',
  'null',
  '"text"',
  '{"a":1}{"b":2}',
  '[['.repeat(2_000),
  '',
);

/** A stream of requests of one operation; of five, three are right as far as its document says what is. */
export function requestOf(operation: Operation): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(
    { weight: 3, arbitrary: madeOf(operation, false) },
    { weight: 2, arbitrary: madeOf(operation, true) },
  );
}

function madeOf(operation: Operation, isWild: boolean): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({
      parameters: fc.tuple(...operation.parameters.map((one) => parameterOf(one, isWild))),
      body: bodyOf(operation, isWild),
    })
    .map(({ parameters, body }) => {
      const given = parameters.filter(({ value }) => value !== undefined);
      const text = (where: string) => given.filter((one) => one.in === where);
      const query = text('query').map(({ name, value }) => `${name}=${encode(value)}`);
      const named = text('header').map(({ name, value }) => [name, headerText(value)]);
      return {
        operation,
        path: `${fill(operation.path, text('path'))}${query.length > 0 ? `?${query.join('&')}` : ''}`,
        headers: { ...Object.fromEntries(named), ...body.headers },
        body: body.content,
      };
    });
}

type Given = Pick<Parameter, 'name' | 'in'> & { value: unknown };

function parameterOf(
  { name, in: where, required, schema }: Parameter,
  isWild: boolean,
): fc.Arbitrary<Given> {
  const value = ofHeader[name] ?? arbitraryOf(schema, isWild);
  const present = required || where === 'path' ? value : fc.option(value, { nil: undefined });
  return present.map((one) => ({ name, in: where, value: one }));
}

/** Objects are young: their versions are low. A key is mostly new. */
const ofHeader: Record<string, fc.Arbitrary<unknown>> = {
  'If-Match': fc.constantFrom('"1"', '"1"', '"2"', '"3"', 'W/"1"', '*'),
  'Idempotency-Key': fc.oneof(
    { weight: 20, arbitrary: fc.uuid({ version: 4 }) },
    fc.constantFrom('1', '', '00000000-0000-4000-8000-000000000000'),
  ),
};

interface Body {
  headers: Record<string, string>;
  content: string | undefined;
}

function bodyOf({ bodies }: Operation, isWild: boolean): fc.Arbitrary<Body> {
  const [first, ...more] = Object.entries(bodies).map(([type, schema]) =>
    contentOf(type, arbitraryOf(schema, isWild)),
  );
  if (first === undefined) return fc.constant({ headers: {}, content: undefined });
  const junk = broken.map((content) => ({
    headers: { 'content-type': 'application/json' },
    content,
  }));
  const whole = fc.oneof(first, ...more);
  return isWild ? fc.oneof({ weight: 8, arbitrary: whole }, junk) : whole;
}

function contentOf(type: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Body> {
  const content = type.includes('json') ? values.map((value) => JSON.stringify(value)) : files;
  return content.map((text) => ({ headers: { 'content-type': type }, content: text }));
}

function fill(path: string, parameters: Given[]): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, wanted: string) => {
    const found = parameters.find(({ name }) => name === wanted);
    return encode(found?.value) || '%20';
  });
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
// A lone surrogate cannot be written in an address.
const encode = (value: unknown) => encodeURIComponent(String(textOf(value)).toWellFormed());
const headerText = (value: unknown) =>
  String(textOf(value))
    .replaceAll(/[^\x20-\x7e]/g, '')
    .trim();
