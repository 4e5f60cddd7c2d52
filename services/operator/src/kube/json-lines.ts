/** Reads a stream of JSON documents, one to a line: what a watch is. */
import { AnswerError } from './answer-error.ts';

export interface LineOptions {
  /** Without a byte for so long the stream is given up. */
  idleMs: number;
  /** etcd takes objects of 1.5 MB; managed fields and escapes make them longer. */
  maxLineBytes?: number;
}

interface Stream extends AsyncIterable<Uint8Array> {
  destroy(error?: Error): unknown;
}

/**
 * A line without an end is half a document, however well it reads: the connection was cut. Throws an `AnswerError` for
 * it, for a line that is no JSON, for silence and for a connection that breaks; ends where the stream was ended well.
 */
export async function* jsonLines(
  stream: Stream,
  { idleMs, maxLineBytes = 16_777_216 }: LineOptions,
): AsyncGenerator<unknown> {
  let rest = Buffer.alloc(0);
  for await (const chunk of untilSilent(stream, idleMs)) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([rest, chunk.subarray(from, end)]);
      rest = Buffer.alloc(0);
      from = end + 1;
      if (line.length > 0) yield parse(line);
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > maxLineBytes) throw new AnswerError('unreadable', 'A line has no end.');
  }
  if (rest.length > 0) throw new AnswerError('broken', 'The stream ended within a document.');
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (cause) {
    throw new AnswerError('unreadable', 'A line is no JSON.', { cause });
  }
}

async function* untilSilent(stream: Stream, idleMs: number): AsyncGenerator<Buffer> {
  const silence = new AnswerError('silent', `Nothing came for ${idleMs / 1000} s.`);
  const timer = setTimeout(() => stream.destroy(silence), idleMs);
  try {
    for await (const chunk of stream) {
      timer.refresh();
      yield Buffer.from(chunk);
    }
  } catch (cause) {
    if (cause instanceof AnswerError) throw cause;
    throw new AnswerError('broken', String(cause), { cause });
  } finally {
    clearTimeout(timer);
  }
}
