/** A script is read back as it was written, however its bytes are cut. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readScript, type ScriptPart, writeScript } from './sql-script.ts';

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function written(parts: readonly ScriptPart[]): Promise<Buffer> {
  const bytes: Buffer[] = [];
  for await (const part of writeScript(each(parts))) bytes.push(part);
  return Buffer.concat(bytes);
}

/** Rows that follow each other are one, since they may come in any pieces. */
async function read(bytes: Buffer, step: number): Promise<string[]> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += step) pieces.push(bytes.subarray(at, at + step));
  const found: string[] = [];
  for await (const part of readScript(each(pieces))) {
    const isMore = part.kind === 'rows' && found.at(-1)?.startsWith('rows ');
    const text = part.kind === 'rows' ? part.bytes.toString() : 'text' in part ? part.text : '';
    if (isMore) found.push(`${found.pop()}${text}`);
    else found.push(`${part.kind} ${text}`);
  }
  return found;
}

const parts: ScriptPart[] = [
  { kind: 'statement', text: 'SET a = 1' },
  { kind: 'statement', text: 'CREATE FUNCTION f() AS $$\nBEGIN;\n\\.\n-- statement\nEND $$' },
  { kind: 'copy', text: 'COPY t (a) FROM stdin' },
  { kind: 'rows', bytes: Buffer.from('1\\\\.\n\\\\.\n') },
  { kind: 'rows', bytes: Buffer.from('não;\n-- statement\n') },
  { kind: 'copied' },
  { kind: 'copy', text: 'COPY empty (a) FROM stdin' },
  { kind: 'copied' },
  { kind: 'loaded' },
  { kind: 'statement', text: 'CREATE INDEX i ON t (a)' },
];
const expected = [
  'statement SET a = 1',
  'statement CREATE FUNCTION f() AS $$\nBEGIN;\n\\.\n-- statement\nEND $$',
  'copy COPY t (a) FROM stdin',
  'rows 1\\\\.\n\\\\.\nnão;\n-- statement\n',
  'copied ',
  'copy COPY empty (a) FROM stdin',
  'copied ',
  'loaded ',
  'statement CREATE INDEX i ON t (a)',
];

describe('a script of a database', () => {
  it('is read as it was written, however it is cut', async () => {
    const bytes = await written(parts);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (step) => {
        assert.deepEqual(await read(bytes, step), expected);
      }),
    );
  });

  it('that ends within its data, or is none, is refused', async () => {
    const bytes = await written(parts.slice(0, 5));
    await assert.rejects(read(bytes, 100), /ends too early/);
    await assert.rejects(read(Buffer.from('SELECT 1;\n'), 100), /no script/);
  });
});
