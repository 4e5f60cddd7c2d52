/** A stream of documents is read whole, however it is cut into chunks, and no half of one is taken for it. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { AnswerError, type Fault } from './answer-error.ts';
import { jsonLines } from './json-lines.ts';

async function read(stream: Readable, maxLineBytes = 1_000): Promise<unknown[]> {
  const documents: unknown[] = [];
  for await (const one of jsonLines(stream, { idleMs: 50, maxLineBytes })) documents.push(one);
  return documents;
}

const faulty = (fault: Fault) => (error: unknown) =>
  error instanceof AnswerError && error.fault === fault;

describe('a stream of JSON lines', () => {
  it('is read the same at every cut, within a letter of several bytes too', async () => {
    const text = Buffer.from('{"a":"pão"}\n\n{"b":2}\n');
    for (let cut = 0; cut <= text.length; cut += 1) {
      const stream = Readable.from([text.subarray(0, cut), text.subarray(cut)]);
      assert.deepEqual(await read(stream), [{ a: 'pão' }, { b: 2 }]);
    }
  });

  it('that ends within a line is broken, even where the half is JSON by itself', async () => {
    await assert.rejects(read(Readable.from([Buffer.from('{"a":1}\n12')])), faulty('broken'));
  });

  it('with a line that is no JSON is unreadable', async () => {
    await assert.rejects(read(Readable.from([Buffer.from('{"a":}\n')])), faulty('unreadable'));
  });

  it('without an end of line is given up before it fills the memory', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1_000, 'x');
      })(),
    );
    await assert.rejects(read(endless, 10_000), faulty('unreadable'));
  });

  it('that falls silent is given up, and closed', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push('{"a":1}\n');
    await assert.rejects(read(stream), faulty('silent'));
    assert.equal(stream.destroyed, true);
  });
});
