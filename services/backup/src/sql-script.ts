/**
 * A dump as text that `psql -f` can run too: statements, and data as `COPY … FROM stdin` has it. A line of comment that
 * occurs nowhere else says where each statement begins, so that reading it back needs no parser of SQL.
 */
import { randomUUID } from 'node:crypto';

/** What a script is made of, in its order. */
export type ScriptPart =
  | { kind: 'statement'; text: string }
  /** A `COPY … FROM stdin`; its rows follow. */
  | { kind: 'copy'; text: string }
  | { kind: 'rows'; bytes: Buffer }
  /** All rows of the last `copy` have come. */
  | { kind: 'copied' }
  /** All data is there; the statements that follow make keys, indexes and triggers. */
  | { kind: 'loaded' };

const title = '-- balcao backup, database script 1, marks ';
const newline = 0x0a;

/** Writes parts as bytes; rows are given on as they are. */
export async function* writeScript(parts: AsyncIterable<ScriptPart>): AsyncGenerator<Buffer> {
  const mark = `-- ${randomUUID()}`;
  yield Buffer.from(`${title}${mark}\n`);
  for await (const part of parts) yield toBytes(part, mark);
}

function toBytes(part: ScriptPart, mark: string): Buffer {
  switch (part.kind) {
    case 'statement':
      return Buffer.from(`${mark} statement\n${part.text};\n`);
    case 'copy':
      return Buffer.from(`${mark} copy\n${part.text};\n`);
    case 'rows':
      return part.bytes;
    case 'copied':
      return Buffer.from('\\.\n');
    case 'loaded':
      return Buffer.from(`${mark} loaded\n`);
  }
}

/** Reads parts back. @throws Error when it is no such script, or ends within a statement's mark or data. */
export async function* readScript(source: AsyncIterable<Buffer>): AsyncGenerator<ScriptPart> {
  const reader = createReader();
  for await (const bytes of source) yield* reader.push(bytes);
  yield* reader.end();
}

/** State of reading: the lines of a statement are gathered, those of data go on in as large pieces as they come. */
function createReader() {
  let held: Buffer = Buffer.alloc(0);
  let mark: string | null = null;
  let kind: 'statement' | 'copy' | null = null;
  let lines: string[] = [];
  let isInData = false;

  function* finish(): Generator<ScriptPart> {
    if (kind === null) return;
    yield { kind, text: lines.join('\n').replace(/;$/, '') };
    isInData = kind === 'copy';
    kind = null;
    lines = [];
  }

  function* line(text: string): Generator<ScriptPart> {
    if (mark === null) {
      if (!text.startsWith(title)) throw new Error('this is no script of a database');
      mark = text.slice(title.length);
      return;
    }
    if (!text.startsWith(`${mark} `)) return void lines.push(text);
    yield* finish();
    const what = text.slice(mark.length + 1);
    if (what === 'loaded') yield { kind: 'loaded' };
    else if (what === 'statement' || what === 'copy') kind = what;
    else throw new Error(`an unknown mark: ${what}`);
  }

  /** A copy's statement is one line, after which its data begins. */
  function* text(end: number): Generator<ScriptPart> {
    const content = held.toString('utf8', 0, end);
    held = held.subarray(end + 1);
    yield* line(content);
    if (kind === 'copy' && lines.length === 1) yield* finish();
  }

  /** Gives whole lines on, up to the line that ends the data. */
  function* data(): Generator<ScriptPart> {
    const end = endOfData(held);
    if (end === null) {
      const last = held.lastIndexOf(newline) + 1;
      if (last > 0) yield { kind: 'rows', bytes: held.subarray(0, last) };
      held = held.subarray(last);
      return;
    }
    if (end > 0) yield { kind: 'rows', bytes: held.subarray(0, end) };
    held = held.subarray(end + 3);
    isInData = false;
    yield { kind: 'copied' };
  }

  return {
    *push(bytes: Buffer): Generator<ScriptPart> {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      for (;;) {
        const end = held.indexOf(newline);
        if (end === -1) return;
        if (!isInData) yield* text(end);
        else {
          yield* data();
          if (isInData) return;
        }
      }
    },
    *end(): Generator<ScriptPart> {
      yield* finish();
      if (mark === null || isInData || held.length > 0)
        throw new Error('the script ends too early');
    },
  };
}

/** Where the line `\.` begins, which no row can look like; null while it has not come. */
function endOfData(bytes: Buffer): number | null {
  if (bytes.subarray(0, 3).equals(Buffer.from('\\.\n'))) return 0;
  const found = bytes.indexOf('\n\\.\n');
  return found === -1 ? null : found + 1;
}
